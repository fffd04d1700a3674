package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route as every role, and as nobody, against the table that people read. */
class RoleTableTest {

  private static final Path DOCUMENT = Path.of("../docs/roles.md");

  @TempDir static Path home;
  private static RunningApi api;
  private static final Map<BuiltInRole, String> tokens = new EnumMap<>(BuiltInRole.class);

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, false);
    for (BuiltInRole role : BuiltInRole.values()) {
      String name = "a-" + role.word();
      String body = RunningApi.json(Map.of("id", name, "roles", List.of(role.word())));
      assertThat(api.as("owner", "POST", "/api/auth/user", body).status()).isEqualTo(200);
      String path = "/api/auth/user/" + name + "/access_token/t?expires_at=";
      Answer token =
          api.as("owner", "POST", path + LocalDate.now(java.time.ZoneOffset.UTC).plusDays(2), "");
      assertThat(token.status()).as(token.body()).isEqualTo(200);
      tokens.put(role, token.json().asString());
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /** Nothing that a path names exists, so whoever is let in is told so, and nothing changes. */
  @Test
  void everyRouteLetsInWhomTheTableSays() throws Exception {
    Map<String, List<String>> table = RoleTable.read(Files.readString(DOCUMENT));
    for (Route route : api.routes()) {
      if (route.path().equals("/api/sesamo/v1/server/stop")) {
        continue; // it is let in like its neighbours, and would end the test
      }
      assertThat(table).as("%s", DOCUMENT).containsKey(RoleTable.key(route));
      List<String> may = table.getOrDefault(RoleTable.key(route), List.of());
      for (BuiltInRole role : BuiltInRole.values()) {
        int status = call(route, "Bearer " + tokens.get(role));
        boolean in = may.contains(role.word());
        assertThat(status == 403)
            .as(RoleTable.key(route) + " as " + role.word() + " answered " + status)
            .isEqualTo(!in);
        assertThat(status).isNotEqualTo(401);
      }
      assertThat(call(route, "") == 401)
          .as(RoleTable.key(route) + " as nobody")
          .isEqualTo(!may.contains(BuiltInRole.DEFAULT.word()));
    }
  }

  private static int call(Route route, String authorization) throws Exception {
    String path = route.path().replaceAll("\\{[^}]+}", "no-such-thing");
    HttpRequest.Builder request =
        api.request(route.verb().name(), path + "?dry_run=true&follow=false", "");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return api.send(request).status();
  }

  @Test
  void theDocumentIsTheTable() throws Exception {
    String wanted = RoleTable.document(api.routes());
    if (Boolean.getBoolean("renew")) {
      Files.writeString(DOCUMENT, wanted);
    }
    assertThat(Files.readString(DOCUMENT))
        .as("docs/roles.md is stale. Renew it: %s", RoleTable.COMMAND)
        .isEqualTo(wanted);
  }
}
