package io.sesamo.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A role that an administrator made. It is for what is of its users' own tenant, and decides for
 * the law never.
 */
record OwnRole(String word, String description, List<Policy> policies) implements Role {

  private static final int LONGEST = 64;
  private static final int MOST_POLICIES = 100;

  OwnRole {
    policies = List.copyOf(policies);
  }

  @Override
  public boolean may(Action action) {
    return policies.stream().anyMatch(policy -> policy.allows() && policy.covers(action));
  }

  @Override
  public boolean may(Action action, String resource) {
    return policies.stream().anyMatch(policy -> policy.allows() && policy.covers(action, resource));
  }

  @Override
  public boolean forbids(Action action, String resource) {
    return policies.stream()
        .anyMatch(policy -> !policy.allows() && policy.covers(action, resource));
  }

  @Override
  public boolean forAll() {
    return false;
  }

  /**
   * Reads one in the form of OSMO's configuration.
   *
   * @throws ApiException that it is not one, and where
   */
  static OwnRole of(JsonNode json) {
    String word = json.path("name").asString("");
    if (!word.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") || word.length() > LONGEST) {
      throw ApiException.user(
          "A role's name has letters, digits, and _ . - between them, " + LONGEST + " at most.");
    }
    if (!json.path("external_roles").isEmpty()) {
      throw wrong(
          word,
          "external_roles are set here in oidc.yaml in the server's home, which names roles by the"
              + " provider's groups");
    }
    if (json.path("immutable").asBoolean(false)) {
      throw wrong(word, "only roles that every server has are immutable");
    }
    List<Policy> policies = new ArrayList<>();
    for (JsonNode policy : json.path("policies")) {
      policies.add(policy(word, policy));
    }
    if (policies.isEmpty() || policies.size() > MOST_POLICIES) {
      throw wrong(word, "it has 1 to " + MOST_POLICIES + " policies");
    }
    return new OwnRole(word, json.path("description").asString(""), policies);
  }

  private static Policy policy(String role, JsonNode json) {
    boolean allows =
        switch (json.path("effect").asString("Allow")) {
          case "Allow" -> true;
          case "Deny" -> false;
          default -> throw wrong(role, "a policy's effect is Allow or Deny");
        };
    List<String> actions = json.path("actions").valueStream().map(OwnRole::action).toList();
    if (actions.isEmpty()) {
      throw wrong(role, "a policy has actions, such as workflow:Create");
    }
    for (String action : actions) {
      if (action.equals(Action.LAW_DECIDE.word())) {
        throw wrong(role, "only the role compliance decides for the law");
      }
      if (Arrays.stream(Action.values()).noneMatch(each -> each.matches(action))) {
        throw wrong(
            role,
            "there is no right "
                + action
                + "; the page on roles, docs/roles.md, has those there are");
      }
    }
    List<String> resources = texts(json.path("resources"));
    for (String resource : resources) {
      if (!resource.matches("\\*|(pool|config)/[^*\\s]*\\*?")) {
        throw wrong(
            role,
            "a resource is * or of the form pool/NAME, pool/eu-*, config/pool, and not "
                + resource);
      }
    }
    return new Policy(allows, actions, resources);
  }

  /** OSMO's client sends a right in an object of its own. */
  private static String action(JsonNode json) {
    return (json.isObject() ? json.path("action") : json).asString("");
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(item -> item.asString("")).toList();
  }

  private static ApiException wrong(String role, String words) {
    return ApiException.user("Role " + role + ": " + words + ".");
  }
}
