package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Scenario.group;
import static io.sesamo.engine.lifecycle.Scenario.task;
import static io.sesamo.engine.lifecycle.Scenario.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.RetryPolicy.Rule;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.Timeouts;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries after failures, over virtual time. */
class RetryTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  @ParameterizedTest
  @CsvSource({
    "LOST, 3001, FAILED_BACKEND_ERROR",
    "NOT_STARTED, 3003, FAILED_START_ERROR",
    "IMAGE_PULL_FAILED, 301, FAILED_IMAGE_PULL"
  })
  void whatTheTaskIsNotToBlameForIsTriedFourTimes(Cause cause, int code, String status) {
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true))));

    for (int attempt = 0; attempt < 4; attempt++) {
      assertThat(scenario.group("g").attempt()).isEqualTo(attempt);
      scenario.place("g").ended("g", "t", cause, code);
      scenario.pass(LONG);
    }

    assertThat(scenario.statuses()).isEqualTo(status + " g=" + status);
    assertThat(scenario.state.message()).endsWith("It was tried 4 times.");
  }

  @ParameterizedTest
  @CsvSource({"START_FAILED", "OUTPUT_FAILED", "OUT_OF_MEMORY", "EXITED"})
  void whatTheTaskDidIsNotTriedAgain(Cause cause) {
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true))));
    scenario.place("g").started("g", "t").ended("g", "t", cause, 1);
    assertThat(scenario.state.status().finished()).isTrue();
    assertThat(scenario.group("g").attempt()).isZero();
  }

  @Test
  void theNextTryWaitsForItsBackOff() {
    WorkflowSpec spec = workflow(group("g", true, task("t", true)));
    Scenario scenario = new Scenario(spec);
    scenario.place("g").started("g", "t");
    scenario.effects();
    Instant failed = scenario.now;
    scenario.ended("g", "t", Cause.LOST, 3001);

    assertThat(scenario.effects()).containsExactly(new Effect.Forget("g", 0));
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=WAITING");
    assertThat(scenario.group("g").message())
        .isEqualTo("tried again in 2 s (attempt 2 of 4): The pool lost it.");
    Instant due = scenario.deadline().orElseThrow();
    assertThat(Duration.between(failed, due))
        .isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));

    scenario.place("g");
    assertThat(scenario.refusal()).contains(Refusal.NOT_READY);
    scenario.now = due.minusMillis(1);
    scenario.apply(new Event.TimePassed(scenario.now));
    assertThat(scenario.refusal()).contains(Refusal.NOT_DUE);
    scenario.apply(new Event.TimePassed(due));
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=SCHEDULING");
    assertThat(scenario.group("g").notBefore()).isEmpty();

    scenario.place("g");
    assertThat(scenario.effects()).containsExactly(new Effect.Start("g", 1));
    scenario.started("g", "t").exited("g", "t", 0);
    assertThat(scenario.statuses()).isEqualTo("COMPLETED g=COMPLETED");
  }

  @Test
  void eachWaitIsTwiceAsLongUpToALimitAndTheSameOnReplay() {
    Rule rule = RetryPolicy.DEFAULT.rule(Reason.INFRASTRUCTURE);
    for (int earlier = 0; earlier < 100; earlier++) {
      long wanted = earlier < 5 ? 2000L << earlier : 60_000;
      Duration wait = rule.wait(earlier, "w-1.g." + earlier);
      assertThat(wait.toMillis()).isBetween(wanted * 3 / 4, wanted * 5 / 4);
      assertThat(rule.wait(earlier, "w-1.g." + earlier)).isEqualTo(wait);
    }
    assertThat(rule.wait(0, "w-1.g.0")).isNotEqualTo(rule.wait(0, "w-2.g.0"));
  }

  @Test
  void eachReasonHasItsOwnLimit() {
    ExitActions asks =
        new ExitActions(
            List.of(
                new ExitActions.Entry(Action.RESCHEDULE, List.of(new ExitActions.Range(2, 2)))));
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true, asks))));

    for (int i = 0; i < 5; i++) {
      scenario.place("g").started("g", "t").exited("g", "t", 2);
      assertThat(scenario.group("g").status()).as("at once").isEqualTo(TaskStatus.SCHEDULING);
    }
    scenario.place("g").started("g", "t").ended("g", "t", Cause.LOST, 3001);

    assertThat(scenario.group("g").message()).startsWith("tried again in 2 s (attempt 7 of 9)");
    assertThat(scenario.group("g").retries()).isEqualTo(new Retries(1, 5, 0));
  }

  @Test
  void aLaunchThatIsLostAsAWholeIsOneTry() {
    Scenario scenario =
        new Scenario(workflow(group("g", false, task("lead", true), task("helper", false))));
    for (int i = 0; i < 4; i++) {
      scenario.place("g").started("g", "lead").ended("g", "", Cause.LOST, 3001);
      assertThat(scenario.group("g").retries().infrastructure()).isEqualTo(Math.min(i + 1, 3));
      scenario.pass(LONG);
    }
    assertThat(scenario.statuses()).isEqualTo("FAILED_BACKEND_ERROR g=FAILED_BACKEND_ERROR");
  }

  @Test
  void aGangIsTriedAgainWhenAllOfItIsGone() {
    Scenario scenario =
        new Scenario(workflow(group("g", true, task("lead", true), task("helper", false))));
    scenario.place("g").started("g", "lead").started("g", "helper");
    scenario.effects();
    scenario.ended("g", "helper", Cause.LOST, 3001);
    assertThat(scenario.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));

    scenario.pass(LONG);
    assertThat(scenario.group("g").attempt()).as("its lead still runs").isZero();
    scenario.ended("g", "lead", Cause.STOPPED, 143);
    assertThat(scenario.statuses())
        .as("its back-off is over meanwhile")
        .isEqualTo("RUNNING g=SCHEDULING");
    assertThat(scenario.group("g").attempt()).isEqualTo(1);
  }

  @Test
  void cancelEndsABackOffAtOnce() {
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true))));
    scenario.place("g").started("g", "t").ended("g", "t", Cause.LOST, 3001);
    scenario.effects();

    scenario.apply(new Event.CancelRequested(scenario.now, "ada", "", Lifecycle.GRACE));

    assertThat(scenario.statuses()).isEqualTo("FAILED_CANCELED g=FAILED_CANCELED");
    assertThat(scenario.effects()).isEmpty();
    assertThat(scenario.group("g").notBefore()).isEmpty();
    scenario.pass(LONG);
    assertThat(scenario.refusal()).contains(Refusal.ALREADY_FINISHED);
  }

  /** What its author asked for holds for the task's own failures, and for nothing else. */
  @Test
  void aTaskMayAskForTriesAfterItsOwnFailures() {
    SesamoTask twice =
        new SesamoTask(
            Optional.of(new SesamoTask.Retries(2, Optional.of(Duration.ofSeconds(10)))),
            List.of(),
            SesamoTask.NONE.data(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    WorkflowSpec spec =
        workflow(group("g", true, Scenario.task("t", true, ExitActions.NONE, twice)));
    Scenario scenario = new Scenario(spec);
    Duration wanted = Duration.ofSeconds(10);
    for (int attempt = 0; attempt < 2; attempt++) {
      scenario.place("g").started("g", "t").exited("g", "t", 1);
      assertThat(scenario.statuses()).contains("g=WAITING");
      Instant due = scenario.deadline().orElseThrow();
      assertThat(Duration.between(scenario.now, due))
          .isBetween(
              wanted.multipliedBy(3).dividedBy(4).minusMillis(9),
              wanted.multipliedBy(5).dividedBy(4));
      scenario.now = due;
      scenario.apply(new Event.TimePassed(due));
      wanted = wanted.multipliedBy(2);
    }
    scenario.place("g").started("g", "t").exited("g", "t", 1);
    assertThat(scenario.statuses()).isEqualTo("FAILED g=FAILED");
    assertThat(scenario.state.message()).contains("It was tried 3 times.");
  }

  @Test
  void aQueueTimeoutCountsFromEachQueueing() {
    WorkflowSpec spec =
        workflow(
            new Timeouts(Optional.empty(), Optional.of(Duration.ofSeconds(30))),
            group("g", true, task("t", true)));
    Scenario scenario = new Scenario(spec);
    scenario.pass(Duration.ofSeconds(25)).place("g").started("g", "t");
    scenario.ended("g", "t", Cause.LOST, 3001);
    Instant due = scenario.deadline().orElseThrow();
    scenario.now = due;
    scenario.apply(new Event.TimePassed(due));

    assertThat(scenario.deadline()).contains(due.plusSeconds(30));
    scenario.now = due.plusSeconds(29);
    scenario.apply(new Event.TimePassed(scenario.now));
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=SCHEDULING");
    scenario.pass(Duration.ofSeconds(2));
    assertThat(scenario.statuses()).isEqualTo("FAILED_QUEUE_TIMEOUT g=FAILED_QUEUE_TIMEOUT");
  }
}
