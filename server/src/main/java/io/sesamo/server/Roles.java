package io.sesamo.server;

import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What users may do beside running workflows, as {@code roles.yaml} in the home folder says:
 *
 * <pre>
 * compliance: [alice, bob]    # who may give and revoke clearances
 * operator: [carol]           # who may change the fleet, and drain parts of it
 * osmo-admin: [root]          # who may do everything else
 * </pre>
 *
 * <p>A role that the file does not name is the owner's of the home.
 *
 * @param users by what they may do
 */
record Roles(Map<BuiltInRole, Set<String>> users) {

  /** Those that the file may give: the others are for programs, or everybody has them. */
  private static final Set<BuiltInRole> IN_FILE =
      Set.of(BuiltInRole.ADMIN, BuiltInRole.COMPLIANCE, BuiltInRole.PLANNER, BuiltInRole.OPERATOR);

  Roles {
    users = Map.copyOf(users);
  }

  /** The roles of that user. */
  Set<Role> of(String user) {
    Set<Role> roles = new HashSet<>();
    users.forEach((role, names) -> {
      if (names.contains(user)) {
        roles.add(role);
      }
    });
    return roles;
  }

  /**
   * Reads the file.
   *
   * @throws StartException when it says what it must not
   */
  static Roles read(Path file, String owner) throws IOException {
    if (!Files.exists(file)) {
      return ofOwner(owner, Map.of());
    }
    List<Problem> warnings = new ArrayList<>();
    try {
      YamlNode root = YamlReader.read(file.toString(), 1, Files.readString(file), warnings);
      if (!(root instanceof Mapping map)) {
        throw wrong(root, "is a map of roles and users, such as compliance: [alice]");
      }
      Map<BuiltInRole, Set<String>> users = new EnumMap<>(BuiltInRole.class);
      for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
        users.put(role(entry.getKey(), entry.getValue()), names(entry.getValue()));
      }
      return ofOwner(owner, users);
    } catch (YamlException e) {
      throw new StartException(e.problem().toString());
    }
  }

  private static Roles ofOwner(String owner, Map<BuiltInRole, Set<String>> named) {
    Map<BuiltInRole, Set<String>> all = new EnumMap<>(BuiltInRole.class);
    for (BuiltInRole role : IN_FILE) {
      all.put(role, named.getOrDefault(role, Set.of(owner)));
    }
    return new Roles(all);
  }

  private static String words() {
    return Role.words(IN_FILE);
  }

  private static BuiltInRole role(String word, YamlNode at) {
    Optional<BuiltInRole> found = BuiltInRole.of(word);
    return found.orElseThrow(() -> wrong(at, "knows no role " + word + "; there is " + words()));
  }

  private static Set<String> names(YamlNode node) {
    if (!(node instanceof Sequence list)) {
      throw wrong(node, "lists the users of each role, such as compliance: [alice]");
    }
    Set<String> names = new HashSet<>();
    for (YamlNode item : list.items()) {
      if (!(item instanceof Scalar scalar) || scalar.text().isBlank()) {
        throw wrong(item, "lists users by their names");
      }
      names.add(scalar.text());
    }
    return names;
  }

  private static StartException wrong(YamlNode node, String words) {
    return new StartException(node.where() + ": roles.yaml " + words + ".");
  }
}
