package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import io.sesamo.server.network.Network;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What probes and Prometheus are answered. */
class WatchTest {

  private static final String SPEC =
      """
      workflow:
        name: watched
        tasks:
        - {name: fine, image: "ubuntu:24.04", command: ["true"]}
        - {name: broken, image: "ubuntu:24.04", command: ["false"]}
      """;

  private static final Pattern NAME = Pattern.compile("`(sesamo_[a-z_]+)[`{]");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (counter|gauge|hist.*)$");
  private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) [A-Z].*\\.$");

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
  void aServerThatStandsIsReadyAndSaysNothingElse() throws Exception {
    assertThat(api.send(api.request("GET", "/health/live", "")).body())
        .isEqualTo("{\"live\":true}");
    Answer ready = api.send(api.request("GET", "/health/ready", ""));
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void everyMetricOfTheGuideIsExposedFromTheStartAndNoOther() throws Exception {
    Answer answer = api.asOwner("/metrics");
    assertThat(answer.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    String text = answer.body();
    String guide = Files.readString(Path.of("..", "docs", "operator-guide.md"));
    TreeSet<String> told = new TreeSet<>();
    NAME.matcher(guide).results().forEach(name -> told.add(name.group(1)));

    assertThat(told).contains("sesamo_groups_queued");
    assertThat(HELP.matcher(text).results().map(line -> line.group(1))).hasSameElementsAs(told);
    assertThat(TYPE.matcher(text).results().map(line -> line.group(1))).hasSameElementsAs(told);
  }

  @Test
  void whatWorkflowsDoIsCounted() throws Exception {
    Answer submitted =
        api.asOsmo("POST", "/api/pool/default/workflow", RunningApi.json(Map.of("file", SPEC)));
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(200);
    String id = submitted.json().get("name").asString();
    api.asOsmo("GET", "/api/workflow/" + id + "/events", "");
    assertThat(api.asOsmo("GET", "/no/such/path", "").status()).isEqualTo(404);

    for (String line :
        List.of(
            "sesamo_tasks_ended_total{pool=\"default\",status=\"COMPLETED\"} 1.0",
            "sesamo_tasks_ended_total{pool=\"default\",status=\"FAILED\"} 1.0",
            "sesamo_tasks_ended_total{pool=\"default\",status=\"FAILED_EVICTED\"} 0.0",
            "sesamo_retries_total{pool=\"default\",reason=\"infrastructure\"} 0.0",
            "sesamo_group_wait_seconds_count{pool=\"default\"} 2",
            "sesamo_task_start_seconds_count{pool=\"default\"} 2",
            "sesamo_transitions_total{event=\"submitted\"} 1.0",
            "sesamo_transitions_total{event=\"started\"} 2.0",
            "sesamo_groups_queued{pool=\"default\"} 0.0",
            "sesamo_tasks_running{pool=\"default\"} 0.0",
            "sesamo_http_request_seconds_count{method=\"POST\","
                + "route=\"/api/pool/{pool}/workflow\",status=\"200\"} 1",
            "sesamo_http_request_seconds_count{method=\"none\",route=\"none\",status=\"404\"} 1",
            "sesamo_server_info{version=\"test\"} 1.0")) {
      awaitMetric(line);
    }
    String text = api.asOwner("/metrics").body();
    assertThat(text).containsPattern("sesamo_store_commit_seconds_count [1-9]");
    assertThat(text).containsPattern("sesamo_jvm_memory_used_bytes\\{area=\"heap\"} [1-9]");
  }

  @Test
  void withoutItsDatabaseItLivesAndIsNotReady(@TempDir Path other) throws Exception {
    try (RunningApi lost = new RunningApi(other, false)) {
      lost.stopDatabase();

      Answer ready = lost.send(lost.request("GET", "/health/ready", ""));
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().get("ready").asBoolean()).isFalse();
      assertThat(ready.json().get("problems").get(0).get("part").asString()).isEqualTo("database");
      assertThat(ready.json().get("problems").get(0).get("why").asString())
          .startsWith("It does not answer");
      assertThat(lost.send(lost.request("GET", "/health/live", "")).status()).isEqualTo(200);
      assertThat(lost.asOwner("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  @Timeout(60)
  void aServerWhoseEngineHasStoppedIsNotReadyAndAnswersWhoeverAsks(@TempDir Path other)
      throws Exception {
    try (RunningApi stopped = new RunningApi(other, true)) {
      stopped.refuseSteps();
      String spec = RunningApi.json(Map.of("file", SPEC));
      for (String words : List.of("Look whether it was done", "Ask again in some seconds")) {
        Answer refused = stopped.asOsmo("POST", "/api/pool/default/workflow", spec);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains(words);
      }

      Answer ready = stopped.send(stopped.request("GET", "/health/ready", ""));
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().get("problems").get(0).get("part").asString()).isEqualTo("engine");
      assertThat(ready.json().get("problems").get(0).get("why").asString())
          .startsWith("It has stopped deciding");
      assertThat(stopped.send(stopped.request("GET", "/health/live", "")).status()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatWaitsForItsDatabaseSaysSo() throws Exception {
    int port = FreePort.choose(0);
    String url = "http://127.0.0.1:" + port;
    try (ApiServer waiting =
            ApiServer.withoutDatabase(
                new Network(port, Optional.empty()), InstantSource.system(), new Metrics("test"));
        HttpClient client = HttpClient.newHttpClient()) {
      waiting.listen();

      assertThat(status(client, url + "/health/live")).isEqualTo(200);
      assertThat(status(client, url + "/health/ready")).isEqualTo(503);
      assertThat(status(client, url + "/api/workflow/x-1")).isEqualTo(503);
    }
  }

  private static int status(HttpClient client, String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer secret").build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** What has happened is counted a moment after it can be seen. */
  private static void awaitMetric(String line) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    String text = "";
    while (!text.contains(line + "\n")) {
      assertThat(Instant.now()).as("waiting for %s in %s", line, text).isBefore(deadline);
      text = api.asOwner("/metrics").body();
    }
  }
}
