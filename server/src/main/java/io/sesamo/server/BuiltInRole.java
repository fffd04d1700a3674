package io.sesamo.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles that every server has. What they may do is fixed. */
enum BuiltInRole implements Role {
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
      "law:Decide",
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

  BuiltInRole(String word, boolean forAll, String... patterns) {
    this.word = word;
    this.forAll = forAll;
    this.actions =
        Arrays.stream(Action.values())
            .filter(action -> Arrays.stream(patterns).anyMatch(action::matches))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String description() {
    return forAll ? "To what is of all tenants." : "To what is of one's own tenant.";
  }

  @Override
  public List<Policy> policies() {
    List<String> words = actions.stream().map(Action::word).sorted().toList();
    return List.of(new Policy(true, words, List.of(Policy.ALL)));
  }

  @Override
  public boolean may(Action action) {
    return actions.contains(action);
  }

  @Override
  public boolean may(Action action, String resource) {
    return may(action);
  }

  @Override
  public boolean forbids(Action action, String resource) {
    return false;
  }

  @Override
  public boolean forAll() {
    return forAll;
  }

  /** The role of that name. */
  static Optional<BuiltInRole> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }
}
