package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Whether somebody has the credentials that his workflow names.
 *
 * @param valuesOf a person's credential of a name; empty when he has none; throws what is to be
 *     answered when it cannot be read
 */
record CredentialCheck(BiFunction<String, String, Optional<Map<String, String>>> valuesOf) {

  /**
   * Names all that is missing, and how to set it.
   *
   * @param user who hands the workflow in
   * @throws EngineException CREDENTIAL
   */
  void check(WorkflowSpec spec, String user) {
    List<String> missing = new ArrayList<>();
    spec.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .forEach(task -> missing.addAll(missing(task, user)));
    if (!missing.isEmpty()) {
      throw new EngineException(Code.CREDENTIAL, String.join("\n", missing));
    }
  }

  private List<String> missing(TaskSpec task, String user) {
    List<String> missing = new ArrayList<>();
    new TreeMap<>(task.credentials())
        .forEach((name, use) -> {
          TreeSet<String> keys = keys(use);
          Optional<Map<String, String>> values = valuesOf.apply(user, name);
          if (values.isEmpty()) {
            missing.add(
                "Task %s needs the credential %s, which %s does not have. Set it: %s"
                    .formatted(task.name(), name, user, command(name, keys)));
            return;
          }
          TreeSet<String> has = new TreeSet<>(values.get().keySet());
          keys.removeAll(has);
          if (!keys.isEmpty()) {
            missing.add(
                "Task %s needs the key %s of the credential %s, which has %s only. Set it anew: %s"
                    .formatted(
                        task.name(),
                        String.join(", ", keys),
                        name,
                        String.join(", ", has),
                        command(name, keys(use))));
          }
        });
    return missing;
  }

  private static TreeSet<String> keys(CredentialUse use) {
    return switch (use) {
      case CredentialUse.AsFolder folder -> new TreeSet<>();
      case CredentialUse.AsEnvironment variables ->
          new TreeSet<>(variables.keyByVariable().values());
    };
  }

  private static String command(String name, TreeSet<String> keys) {
    String values =
        keys.isEmpty()
            ? " --value KEY"
            : keys.stream().map(key -> " --value " + key).collect(Collectors.joining());
    return "sesamo credential set " + name + values;
  }
}
