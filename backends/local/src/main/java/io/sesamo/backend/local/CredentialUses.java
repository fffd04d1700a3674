package io.sesamo.backend.local;

import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a task asks of credentials that this machine cannot do, or would make known to others. */
final class CredentialUses {

  private CredentialUses() {}

  /** In words for the author. */
  static List<String> refusals(TaskSpec spec) {
    List<String> refusals = new ArrayList<>();
    String task = "Task '" + spec.name() + "' ";
    for (String variable : variables(spec)) {
      if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*") || variable.startsWith("SESAMO_")) {
        refusals.add(
            task
                + "wants a credential in the variable '"
                + variable
                + "'; its name has letters, digits and _, and does not begin with SESAMO_");
      } else if (words(spec).anyMatch(word -> Environment.refersTo(word, variable))) {
        refusals.add(
            task
                + "has $("
                + variable
                + ") in its command, where everybody who lists this machine's processes would read"
                + " the credential; have the program read the variable "
                + variable
                + " instead");
      }
    }
    return refusals;
  }

  private static Stream<String> words(TaskSpec spec) {
    return Stream.concat(spec.command().stream(), spec.args().stream());
  }

  private static Set<String> variables(TaskSpec spec) {
    Set<String> variables = new TreeSet<>();
    for (CredentialUse use : spec.credentials().values()) {
      switch (use) {
        case CredentialUse.AsFolder folder -> {}
        case CredentialUse.AsEnvironment as -> variables.addAll(as.keyByVariable().keySet());
      }
    }
    return variables;
  }
}
