package io.sesamo.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.terminal.Line;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private static final Instant NOW = Instant.parse("2026-01-02T12:00:10Z");

  @Test
  void showsAWorkflowAsATree() {
    assertThat(texts(StatusTree.of(Examples.running(), NOW, ZoneOffset.UTC)))
        .containsExactly(
            "reach-7  RUNNING",
            "submitted 2026-01-02 12:00:00 by ada, pool default, ran 8.5 s",
            "├─ data              COMPLETED     1.5 s",
            "├─ learn             RUNNING       6.0 s",
            "│  ├─ train          RESCHEDULED   1.0 s  ended with exit code 7",
            "│  ├─ train retry-1  RUNNING       4.0 s",
            "│  └─ watch          INITIALIZING  5.0 s  installing the Physical-AI runtime: 14",
            "                                          of 31 packages",
            "└─ test              WAITING");
  }

  @Test
  void remarksGoBelowNamesThatLeaveThemNoRoom() {
    String name = "n" + "-of-the-river".repeat(4);
    Workflow workflow =
        Workflow.of(
            Json.read(
                """
                {"name": "w-1", "status": "PENDING", "message": "%s", "groups": [{"name": "t-group",
                 "status": "SCHEDULING", "message": "%s",
                 "tasks": [{"name": "%s", "attempt": 0, "status": "SCHEDULING", "message": "",
                 "scheduling_time": "2026-01-02 12:00:08"}]}]}
                """
                    .formatted("all in all, ".repeat(20), "no node is free, ".repeat(10), name)));

    assertThat(texts(StatusTree.of(workflow, NOW, ZoneOffset.UTC)))
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.startsWith("   └─ " + name + "  SCHEDULING"))
        .anyMatch(line -> line.startsWith("        no node is free, no node is free,"));
  }

  @Test
  void showsTheLastAttemptOfEachTaskWhileItRuns() {
    assertThat(texts(ProgressTable.of(Examples.running(), NOW, 24)))
        .containsExactly(
            "reach-7  RUNNING  10 s",
            "  data                   COMPLETED     1.5 s",
            "  learn / train retry-1  RUNNING       4.0 s",
            "  learn / watch          INITIALIZING  5.0 s  installing the Physical-AI runtime: 14"
                + " of 31 packages",
            "  test                   WAITING");
  }

  @Test
  void showsWhatGoesOnFirstWhenTheWindowIsSmall() {
    assertThat(texts(ProgressTable.of(Examples.running(), NOW, 4)))
        .hasSize(4)
        .anyMatch(line -> line.contains("train"))
        .anyMatch(line -> line.contains("watch"))
        .endsWith("  and 2 more tasks");
  }

  @Test
  void tellsEachChangeOnce() {
    ChangeLog changes = new ChangeLog(ZoneOffset.UTC);
    assertThat(changes.changes(Examples.withTask("RUNNING", ""), NOW))
        .containsExactly("12:00:10 t RUNNING");
    assertThat(changes.changes(Examples.withTask("RUNNING", ""), NOW.plusSeconds(1))).isEmpty();
    assertThat(changes.changes(Examples.withTask("FAILED", "exit code 3"), NOW.plusSeconds(2)))
        .containsExactly("12:00:12 t FAILED: exit code 3");
  }

  @Test
  void tellsAMessageThatChangesAllTheTimeOnlyNowAndThen() {
    ChangeLog changes = new ChangeLog(ZoneOffset.UTC);
    assertThat(changes.changes(Examples.withTask("INITIALIZING", "1 of 9"), NOW)).hasSize(1);
    assertThat(changes.changes(Examples.withTask("INITIALIZING", "2 of 9"), NOW.plusSeconds(3)))
        .isEmpty();
    assertThat(changes.changes(Examples.withTask("INITIALIZING", "7 of 9"), NOW.plusSeconds(11)))
        .containsExactly("12:00:21 t INITIALIZING: 7 of 9");
  }

  @Test
  void showsTheGroupsReasonWhileATaskWaitsInTheQueue() {
    Workflow workflow =
        Workflow.of(
            Json.read(
                """
                {"name": "w-1", "status": "PENDING", "groups": [{"name": "t-group",
                 "status": "SCHEDULING", "message": "no node has 8 free cores",
                 "tasks": [{"name": "t", "attempt": 0, "status": "SCHEDULING", "message": "",
                 "scheduling_time": "2026-01-02 12:00:08"}]}]}
                """));
    assertThat(texts(ProgressTable.of(workflow, NOW, 24)))
        .contains("  t  SCHEDULING  2.0 s  no node has 8 free cores");
  }

  @Test
  void keepsMessagesOfTasksOnOneHarmlessLine() {
    Workflow workflow = Examples.withTask("FAILED", "a\\nb\\u001b[2Jc");
    assertThat(texts(ProgressTable.of(workflow, NOW, 24))).contains("  t  FAILED    a b␛[2Jc");
  }

  private static List<String> texts(List<Line> lines) {
    return lines.stream().map(Line::toString).toList();
  }
}
