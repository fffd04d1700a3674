package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The description of the API, and what is refused because it is not as described. */
class OpenApiTest {

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, true);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everyRouteIsDescribed() {
    assertThat(api.routes())
        .filteredOn(route -> !route.contract().described())
        .as("say what it is for and what it gives: Route.says, .query, .body, .gives")
        .extracting(route -> route.verb() + " " + route.path())
        .isEmpty();
  }

  @Test
  void everyNameInAContractsPathIsInThePath() {
    for (Route route : api.routes()) {
      assertThat(route.contract().path().keySet())
          .as(route.path())
          .allMatch(name -> route.path().contains("{" + name + "}"));
    }
  }

  @Test
  void theDocumentIsOpenToAll() throws Exception {
    JsonNode document = get("/openapi.json").json();
    assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.path("x-roles").path("osmo-user").toString()).contains("workflow:Create");
    assertThat(document.path("paths").path("/health").path("get").path("security").toString())
        .isEqualTo("[]");
    assertThat(document.path("paths").path("/api/workflow/{id}/logs").path("get").toString())
        .contains("last_n_lines", "text/plain");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws Exception {
    for (String path : List.of("/docs", "/docs/page.js", "/docs/page.css")) {
      RunningApi.Answer answer = get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("http://", "https://", "innerHTML");
    }
  }

  private static RunningApi.Answer get(String path) throws Exception {
    return api.send(api.request("GET", path, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/workflow?limit=x | query.limit: Input should be a valid integer",
        "/api/workflow?limit= | query.limit: Input should be a valid integer",
        "/api/workflow?limit=99999999999999999999 | query.limit: Input should be a valid integer",
        "/api/workflow?limit=1&limit=2 | query.limit: It is given 2 times",
        "/api/workflow?offset=-1 | query.offset: Input should be at least 0",
        "/api/workflow?all_users=perhaps | query.all_users: Input should be True or False",
        "/api/workflow?submitted_after=now | query.submitted_after: Input should be a time like",
        "/api/workflow?name=a%00b | query.name: It has U+0000",
      })
  void aQueryThatIsNotAsDescribedIsRefused(String path, String words) throws Exception {
    RunningApi.Answer answer = api.asOsmo("GET", path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("message").asString()).startsWith(words);
  }

  @Test
  void aPathThatNamesNothingIsRefused() throws Exception {
    for (String path : List.of("/api/workflow/a%00b", "/api/workflow/%2e%2e", "/api/%ff/%20")) {
      RunningApi.Answer answer = api.asOsmo("GET", path, "");
      assertThat(answer.status()).as(path).isBetween(400, 404);
      assertThat(answer.json().path("message").asString()).isNotEmpty();
    }
  }

  /** A question mark that is not escaped ends the path: it is that of another route. */
  @Test
  void aNameThatLeadsToAnotherRouteIsRefusedAsDescribed() throws Exception {
    RunningApi.Answer answer =
        api.as("owner", "POST", "/api/auth/user/ada?x/access_token/y?expires_at=2027-01-01", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(405);
    JsonNode described =
        get("/openapi.json")
            .json()
            .at("/paths/~1api~1auth~1user~1{user}~1access_token~1{token}/post/responses");
    assertThat(described.path("405").toString()).contains("NotTaken");
    assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("message", "detail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | body: The body is not JSON",
        "[] | body: Input should be an object",
        "{} | body.id: Field required",
        "{\"id\": 7} | body.id: Input should be a valid string",
        "{\"id\": \"\"} | body.id: Input should not be empty",
        "{\"id\": \"a\", \"roles\": [null]} | body.roles.0: Input should be a valid string",
        "{\"id\": \"a\\u0000\"} | body: The body has a text with U+0000",
        "{\"id\": \"a\\ud800\"} | body: The body has a text with U+0000 or half",
        "{\"\\u0000\": 1, \"id\": \"a\"} | body: The body has a name with U+0000",
      })
  void aBodyThatIsNotAsDescribedIsRefused(String body, String words) throws Exception {
    RunningApi.Answer answer = api.as("owner", "POST", "/api/auth/user", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("message").asString()).startsWith(words);
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() throws Exception {
    HttpRequest.Builder request =
        api.request("POST", "/api/auth/user", RunningApi.json(Map.of("id", "form")))
            .header("Authorization", "Bearer " + RunningApi.SECRET)
            .header("Content-Type", "application/x-www-form-urlencoded");
    RunningApi.Answer answer = api.send(request);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.body()).contains("Content-Type: application/json");
  }
}
