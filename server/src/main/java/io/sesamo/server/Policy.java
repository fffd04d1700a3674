package io.sesamo.server;

import java.util.List;

/**
 * Rights on resources that a role gives, or takes from whoever has it.
 *
 * @param allows whether it gives them
 * @param actions patterns of rights, as {@link Action#matches} reads them
 * @param resources patterns, such as {@code *} or {@code pool/eu-*}; empty: only what has no
 *     resource
 */
record Policy(boolean allows, List<String> actions, List<String> resources) {

  /** Every resource, and the resource of what is not told from others. */
  static final String ALL = "*";

  Policy {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
  }

  boolean covers(Action action) {
    return actions.stream().anyMatch(action::matches);
  }

  boolean covers(Action action, String resource) {
    return covers(action)
        && (resource.equals(ALL) || resources.stream().anyMatch(each -> matches(each, resource)));
  }

  /** A star at the end is any rest. */
  private static boolean matches(String pattern, String resource) {
    return pattern.endsWith(ALL)
        ? resource.startsWith(pattern.substring(0, pattern.length() - 1))
        : resource.equals(pattern);
  }
}
