package io.sesamo.server;

import io.sesamo.engine.store.PeopleStore;
import io.sesamo.engine.store.PersonRow;
import io.sesamo.engine.store.PersonRow.RoleRow;
import io.sesamo.engine.store.TokenRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Who may use the server, with what roles and tokens. One server at a time writes to a database, so
 * what is in memory is what is stored, and a request asks no database who it is from. Thread-safe.
 */
final class People {

  private static final int TOKEN_BYTES = 16;

  private final PeopleStore store;
  private final Roles fromFile;
  private final Configs configs;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, PersonRow> people = new ConcurrentHashMap<>();
  private final Map<String, TokenRow> tokens = new ConcurrentHashMap<>();

  /**
   * Reads everybody.
   *
   * @param fromFile roles by the file in the server's home
   * @param configs roles that administrators made
   */
  People(PeopleStore store, Roles fromFile, Configs configs, InstantSource clock) {
    this.configs = configs;
    this.fromFile = fromFile;
    this.store = store;
    this.clock = clock;
    store.people().forEach(person -> people.put(person.name(), person));
    store.tokens().forEach(token -> tokens.put(token.hash(), token));
  }

  /** Everybody who was given something, by name. */
  List<PersonRow> all() {
    return people.values().stream().sorted(Comparator.comparing(PersonRow::name)).toList();
  }

  Optional<PersonRow> person(String name) {
    return Optional.ofNullable(people.get(name));
  }

  /** The tenant for whom somebody works; empty: none. */
  String tenant(String name) {
    return person(name).map(PersonRow::tenant).orElse("");
  }

  /** The role of that name, a built-in one or an administrator's. */
  Optional<Role> role(String word) {
    return configs.role(word);
  }

  /** The names of all roles. */
  String roleWords() {
    return Role.words(
        Stream.<Role>concat(Stream.of(BuiltInRole.values()), configs.roles().values().stream())
            .toList());
  }

  /** Who was given that role, by name. */
  List<String> having(String role) {
    return all().stream()
        .filter(person -> person.roles().stream().anyMatch(row -> row.role().equals(role)))
        .map(PersonRow::name)
        .toList();
  }

  /**
   * What somebody may be, by what administrators gave him and by the home's file; a user, where
   * nobody gave him anything.
   */
  Set<Role> rolesOf(String name) {
    Set<Role> all = byAdministrators(name);
    if (person(name).stream().allMatch(person -> person.roles().isEmpty())) {
      all.add(BuiltInRole.USER);
    }
    all.addAll(fromFile.of(name));
    return all;
  }

  /** What administrators and the home's file gave him, and no more. */
  Set<Role> given(String name) {
    Set<Role> all = byAdministrators(name);
    all.addAll(fromFile.of(name));
    return all;
  }

  private Set<Role> byAdministrators(String name) {
    Set<Role> all = new HashSet<>();
    person(name).stream()
        .flatMap(person -> person.roles().stream())
        .flatMap(row -> role(row.role()).stream())
        .forEach(all::add);
    return all;
  }

  /** Changes what is known of somebody, who becomes known by it. */
  synchronized PersonRow change(String name, String by, UnaryOperator<PersonRow> how) {
    PersonRow before = person(name).orElseGet(() -> stranger(name, by));
    PersonRow after = how.apply(before);
    if (!after.equals(people.get(name))) {
      store.save(after);
      people.put(name, after);
    }
    return after;
  }

  private PersonRow stranger(String name, String by) {
    return new PersonRow(name, "", Optional.empty(), clock.instant(), by, List.of());
  }

  /** Gives somebody a role, unless he has it. */
  RoleRow give(String name, Role role, String by) {
    RoleRow fresh = new RoleRow(role.word(), clock.instant(), by);
    PersonRow after =
        change(
            name,
            by,
            person ->
                has(person, role)
                    ? person
                    : person.with(
                        Stream.concat(person.roles().stream(), Stream.of(fresh)).toList()));
    return after.roles().stream()
        .filter(row -> row.role().equals(role.word()))
        .findFirst()
        .orElse(fresh);
  }

  /** Whether he was given that role. */
  static boolean has(PersonRow person, Role role) {
    return person.roles().stream().anyMatch(row -> row.role().equals(role.word()));
  }

  /** Takes a role from somebody. */
  void take(String name, Role role, String by) {
    change(
        name,
        by,
        person ->
            person.with(
                person.roles().stream().filter(row -> !row.role().equals(role.word())).toList()));
  }

  /** Forgets somebody; his tokens open nothing any more. */
  synchronized void forget(String name) {
    store.deletePerson(name);
    people.remove(name);
    tokens.values().removeIf(token -> token.person().equals(name));
  }

  /** A new token, in clear: it cannot be told again. */
  synchronized String addToken(
      String person, String name, String description, Set<Role> roles, Instant end, String by) {
    if (token(person, name).isPresent()) {
      throw ApiException.user(
          "There is a token " + name + " already. Delete it first, or take another name.");
    }
    String clear = newToken(random);
    List<String> words = roles.stream().map(Role::word).sorted().toList();
    TokenRow row =
        new TokenRow(person, name, hash(clear), description, words, clock.instant(), by, end);
    change(person, by, same -> same); // a token is of somebody who is known
    store.add(row);
    tokens.put(row.hash(), row);
    return clear;
  }

  /** One that no command line takes for an option. */
  static String newToken(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    String token;
    do {
      random.nextBytes(bytes);
      token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } while (token.startsWith("-"));
    return token;
  }

  /** Somebody's tokens, by name. */
  List<TokenRow> tokens(String person) {
    return tokens.values().stream()
        .filter(token -> token.person().equals(person))
        .sorted(Comparator.comparing(TokenRow::name))
        .toList();
  }

  Optional<TokenRow> token(String person, String name) {
    return tokens(person).stream().filter(token -> token.name().equals(name)).findFirst();
  }

  /** What a token in clear stands for; empty: it is unknown or has expired. */
  Optional<TokenRow> token(String clear) {
    return Optional.ofNullable(tokens.get(hash(clear))).filter(this::holds);
  }

  /** Whether a token has not expired. */
  boolean holds(TokenRow token) {
    return clock.instant().isBefore(token.expiresAt());
  }

  /** Forgets a token: it opens nothing any more. */
  synchronized TokenRow deleteToken(String person, String name) {
    TokenRow token =
        token(person, name)
            .orElseThrow(() -> ApiException.user("Token " + name + " does not exist."));
    store.deleteToken(person, name);
    tokens.remove(token.hash());
    return token;
  }

  private static String hash(String clear) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(clear.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
