package io.sesamo.server;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A part that somebody plays: what he may do, and whether for everybody or for his own tenant. */
enum Role {
  /** Everything but deciding for the law, which is for {@link #COMPLIANCE} alone. */
  ADMIN("osmo-admin", true, "*"),
  /** Runs workflows for his tenant. */
  USER(
      "osmo-user",
      false,
      "workflow:*",
      "app:*",
      "credentials:*",
      "pool:*",
      "resources:*",
      "profile:*",
      "user:List",
      "auth:*",
      "system:*",
      "law:Read",
      "usage:Read",
      "server:Read"),
  /** OSMO's for clusters that call in: Sesamo's back-ends do not, so it may do nothing more. */
  BACKEND("osmo-backend", false, "system:*"),
  /** OSMO's for programs inside tasks: Sesamo has none, so it may do nothing more. */
  CTRL("osmo-ctrl", false, "system:*"),
  /** What everybody may, also without a name. */
  DEFAULT("osmo-default", false, "system:*", "auth:Login"),
  /** Gives and revokes clearances, and reads the law's audit log. */
  COMPLIANCE(
      "compliance",
      true,
      "law:*",
      "fleet:Read",
      "usage:Read",
      "writes:Read",
      "profile:*",
      "auth:*",
      "system:*",
      "server:Read"),
  /** Plans the fleet: sees all of it, and what all tenants use, and changes nothing. */
  PLANNER(
      "planner",
      true,
      "fleet:Read",
      "pool:*",
      "resources:*",
      "usage:Read",
      "law:Read",
      "profile:*",
      "auth:*",
      "system:*",
      "server:Read"),
  /** Runs the fleet: changes it, drains parts of it, and keeps the server going. */
  OPERATOR(
      "operator",
      true,
      "fleet:*",
      "pool:*",
      "resources:*",
      "usage:Read",
      "config:*",
      "data:*",
      "metrics:*",
      "law:Read",
      "law:Supply",
      "profile:*",
      "auth:*",
      "system:*",
      "server:*");

  private final String word;
  private final boolean forAll;

  @SuppressWarnings("ImmutableEnumChecker") // the set cannot be changed
  private final Set<Action> actions;

  Role(String word, boolean forAll, String... patterns) {
    this.word = word;
    this.forAll = forAll;
    this.actions =
        Arrays.stream(Action.values())
            .filter(action -> Arrays.stream(patterns).anyMatch(each -> matches(each, action)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** {@code *} is all but deciding for the law. */
  private static boolean matches(String pattern, Action action) {
    return pattern.equals(action.word())
        || (pattern.equals("*") && action != Action.LAW_DECIDE)
        || (pattern.endsWith(":*") && action.word().startsWith(pattern.replace("*", "")));
  }

  /** Its name. */
  String word() {
    return word;
  }

  boolean may(Action action) {
    return actions.contains(action);
  }

  /** Whether it may do so to everybody's, not only to what is of its own tenant. */
  boolean forAll() {
    return forAll;
  }

  /** The role of that name. */
  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }

  /** The names of those that may do something. */
  static String words(Action action) {
    return words(Arrays.stream(values()).filter(role -> role.may(action)).toList());
  }

  /** Their names. */
  static String words(Collection<Role> roles) {
    return roles.stream().map(Role::word).sorted().collect(Collectors.joining(", "));
  }
}
