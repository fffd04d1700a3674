package io.sesamo.server;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of roles and routes, as the document has it. */
final class RoleTable {

  static final String COMMAND =
      "./mvnw -q -pl server -am test -Dtest=RoleTableTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Drenew=true";

  private static final String HEAD =
      """
      # Who may do what

      Every call of the API is one *right*, such as `workflow:Create`, and every role has some rights. This page is made from the
      code, and a test calls every route as every role and as nobody, and compares.

      A user has the roles that an administrator gave him (`osmo user …`, `POST /api/auth/user/NAME/roles`), and those that `roles.yaml` in the
      server's home names him for; who was given none is an `osmo-user`. An access token has the roles that it was made with, as long as its
      user has them. `osmo-admin`, `compliance`, `planner` and `operator` see every tenant's; the others their own tenant's and those below it.
      `osmo-backend` and `osmo-ctrl` are OSMO's for clusters and tasks that call in, which Sesamo's do not.

      Administrators make roles of their own beside these, out of the rights below ([how](teams.md#roles-of-your-own)); such a role is for
      what is of its users' own tenant, and no pattern of rights holds `law:Decide`.

      """;

  private RoleTable() {}

  static String key(Route route) {
    return route.verb() + " " + route.path();
  }

  static String document(List<Route> routes) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| route | right |");
    Arrays.stream(BuiltInRole.values())
        .forEach(role -> text.append(' ').append(role.word()).append(" |"));
    text.append("\n| --- | --- |")
        .append(" :-: |".repeat(BuiltInRole.values().length))
        .append('\n');
    routes.stream()
        .sorted(Comparator.comparing((Route route) -> route.path()).thenComparing(Route::verb))
        .forEach(route -> {
          text.append("| `").append(key(route)).append("` | ").append(route.action().word());
          for (BuiltInRole role : BuiltInRole.values()) {
            boolean in = BuiltInRole.DEFAULT.may(route.action()) || role.may(route.action());
            text.append(in ? " | x" : " | ");
          }
          text.append(" |\n");
        });
    return text.toString();
  }

  /** The roles that the document lets in, by route. */
  static Map<String, List<String>> read(String document) {
    List<BuiltInRole> roles = List.of(BuiltInRole.values());
    Map<String, List<String>> table = new HashMap<>();
    document
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(line -> {
          String[] cells = line.split("\\|", -1);
          table.put(
              cells[1].strip().replace("`", ""),
              roles.stream()
                  .filter(role -> cells[3 + roles.indexOf(role)].strip().equals("x"))
                  .map(Role::word)
                  .collect(Collectors.toList()));
        });
    return table;
  }
}
