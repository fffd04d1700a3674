package io.sesamo.engine.credentials;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.store.CredentialRow;
import io.sesamo.engine.store.CredentialRow.Kind;
import io.sesamo.engine.store.CredentialStore;
import io.sesamo.model.spec.CredentialUse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody's credentials. Whoever asks says for whom, and gets that person's own alone.
 * Thread-safe.
 */
public final class Vault {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final CredentialStore store;
  private final KeyRing keys;
  private final InstantSource clock;

  public Vault(CredentialStore store, KeyRing keys, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Encrypts with the first key what an older one was used for, so that the older one can go.
   *
   * @return sentences on what no key of this server reads
   */
  public List<String> renew() {
    Map<String, Integer> unreadable = new TreeMap<>();
    for (CredentialRow row : store.ofOtherKeys(keys.writes())) {
      if (keys.has(row.keyId())) {
        // One that was changed in the database stays: whoever uses it is told.
        keys.open(row.keyId(), row.sealed(), whose(row))
            .ifPresent(text -> store.replace(row, sealed(row, text)));
      } else {
        unreadable.merge(row.keyId(), 1, Integer::sum);
      }
    }
    return unreadable.entrySet().stream()
        .map(key ->
            "%d credentials were encrypted with the key %s, which this server does not have; put it back as a further line of its key file."
                .formatted(key.getValue(), key.getKey()))
        .toList();
  }

  /**
   * Keeps a credential, in the place of an earlier one of that name.
   *
   * @param profile what it is for, to be shown
   * @param values by their keys, not empty
   * @throws EngineException CREDENTIAL when a name, key or value is not of the form it must have
   */
  public void set(
      String person, String name, Kind kind, Optional<String> profile, Map<String, String> values) {
    Forms.check(name, values);
    CredentialRow row = new CredentialRow(person, name, kind, profile, "", "", clock.instant());
    store.save(sealed(row, JSON.writeValueAsString(new TreeMap<>(values))));
  }

  private CredentialRow sealed(CredentialRow row, String text) {
    return row.sealed(keys.writes(), keys.seal(text, whose(row)));
  }

  /** No name holds a zero character: two people's are never the same. */
  private static String whose(CredentialRow row) {
    return row.person() + "\0" + row.name();
  }

  /** Somebody's credentials, by name. */
  public List<CredentialRow> list(String person) {
    return store.of(person);
  }

  /** Forgets somebody's credential; what it was. */
  public Optional<CredentialRow> delete(String person, String name) {
    return store.delete(person, name);
  }

  /**
   * The values of somebody's credential by their keys; empty when he has none of that name.
   *
   * @throws EngineException CREDENTIAL when this server cannot read it
   */
  public Optional<Map<String, String>> values(String person, String name) {
    return store
        .find(person, name)
        .map(row -> JSON.readValue(text(row), new TypeReference<Map<String, String>>() {}));
  }

  private String text(CredentialRow row) {
    if (!keys.has(row.keyId())) {
      throw new EngineException(
          Code.CREDENTIAL,
          "The credential %s of %s was encrypted with the key %s, which this server does not have. The operator can put it back into the server's key file; or set the credential anew: sesamo credential set %s"
              .formatted(row.name(), row.person(), row.keyId(), row.name()));
    }
    return keys.open(row.keyId(), row.sealed(), whose(row))
        .orElseThrow(() ->
            new EngineException(
                Code.CREDENTIAL,
                "The credential %s of %s was changed in the database and cannot be read. Set it anew: sesamo credential set %s"
                    .formatted(row.name(), row.person(), row.name())));
  }

  /**
   * What the tasks of a launch are given, by their names; those that need nothing are left out.
   *
   * @param person whose workflow it is
   * @throws EngineException CREDENTIAL when he does not have what a task needs any more
   */
  public Map<String, Secrets> secrets(String person, Launch launch) {
    Map<String, Secrets> secrets = new HashMap<>();
    for (Launch.TaskLaunch task : launch.tasks()) {
      Map<String, Map<String, String>> given = new HashMap<>();
      task.spec()
          .credentials()
          .forEach((name, use) -> given.put(name, given(task.name(), person, name, use)));
      if (!given.isEmpty()) {
        secrets.put(task.name(), new Secrets(given));
      }
    }
    return secrets;
  }

  private Map<String, String> given(String task, String person, String name, CredentialUse use) {
    Map<String, String> values =
        values(person, name)
            .orElseThrow(() -> gone(task + " needs the credential " + name, person, name));
    return switch (use) {
      case CredentialUse.AsFolder folder -> values;
      case CredentialUse.AsEnvironment variables -> {
        Map<String, String> some = new TreeMap<>(values);
        some.keySet().retainAll(variables.keyByVariable().values());
        for (String key : new TreeSet<>(variables.keyByVariable().values())) {
          if (!some.containsKey(key)) {
            throw gone(task + " needs the key " + key + " of the credential " + name, person, name);
          }
        }
        yield some;
      }
    };
  }

  private static EngineException gone(String what, String person, String name) {
    return new EngineException(
        Code.CREDENTIAL,
        "Task %s, which %s does not have any more. Set it (sesamo credential set %s) and submit the workflow again."
            .formatted(what, person, name));
  }
}
