package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Scenario.chain;
import static io.sesamo.engine.lifecycle.Scenario.group;
import static io.sesamo.engine.lifecycle.Scenario.task;
import static io.sesamo.engine.lifecycle.Scenario.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.Timeouts;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  @Test
  void runsGroupsInTheOrderOfTheirData() {
    Scenario scenario = new Scenario(chain());
    assertThat(scenario.statuses()).isEqualTo("PENDING a-group=SCHEDULING b-group=WAITING");

    scenario.place("a-group").started("a-group", "a");
    assertThat(scenario.effects()).containsExactly(new Effect.Start("a-group", 0));
    assertThat(scenario.statuses()).isEqualTo("RUNNING a-group=RUNNING b-group=WAITING");

    scenario.exited("a-group", "a", 0);
    assertThat(scenario.effects()).containsExactly(new Effect.Forget("a-group", 0));
    assertThat(scenario.statuses()).isEqualTo("RUNNING a-group=COMPLETED b-group=SCHEDULING");

    scenario.place("b-group").started("b-group", "b").exited("b-group", "b", 0);
    assertThat(scenario.statuses()).isEqualTo("COMPLETED a-group=COMPLETED b-group=COMPLETED");
  }

  @Test
  void aFailureFailsWhatNeedsItAndSaysWhy() {
    Scenario scenario = new Scenario(chain());

    scenario.place("a-group").started("a-group", "a").exited("a-group", "a", 7);

    assertThat(scenario.statuses()).isEqualTo("FAILED a-group=FAILED b-group=FAILED_UPSTREAM");
    assertThat(scenario.state.message()).isEqualTo("Task a: Its command ended with exit code 7.");
  }

  @Test
  void anExitActionTriesTheGroupAgain() {
    ExitActions actions =
        new ExitActions(
            List.of(
                new ExitActions.Entry(Action.RESCHEDULE, List.of(new ExitActions.Range(3, 5)))));
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true, actions))));

    scenario.place("g").started("g", "t").exited("g", "t", 4);
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=SCHEDULING");
    assertThat(scenario.state.group("g").orElseThrow().attempt()).isEqualTo(1);

    scenario.place("g").started("g", "t").exited("g", "t", 0);
    assertThat(scenario.statuses()).isEqualTo("COMPLETED g=COMPLETED");
    assertThat(scenario.state.group("g").orElseThrow().tasks())
        .extracting(task -> task.attempt() + " " + task.status())
        .containsExactly("0 RESCHEDULED", "1 COMPLETED");
  }

  @Test
  void aGroupThatAlwaysAsksForAnotherTryFailsInTheEnd() {
    ExitActions always =
        new ExitActions(
            List.of(
                new ExitActions.Entry(Action.RESCHEDULE, List.of(new ExitActions.Range(1, 255)))));
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true, always))));

    for (int i = 0; i <= RetryPolicy.DEFAULT.asked().limit(); i++) {
      scenario.place("g").started("g", "t").exited("g", "t", 1);
    }

    assertThat(scenario.statuses()).isEqualTo("FAILED g=FAILED");
  }

  @Test
  void theLeadsEndEndsItsGroupWhenTheOthersAreGone() {
    Scenario scenario =
        new Scenario(workflow(group("g", true, task("lead", true), task("helper", false))));

    scenario.place("g").started("g", "lead").started("g", "helper");
    scenario.effects();
    scenario.exited("g", "lead", 0);

    assertThat(scenario.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=RUNNING");

    scenario.ended("g", "helper", Cause.STOPPED, 143);
    assertThat(scenario.statuses()).isEqualTo("COMPLETED g=COMPLETED");
  }

  @Test
  void aHelpersFailureCountsOnlyWhereItShould() {
    Scenario ignoring =
        new Scenario(workflow(group("g", true, task("lead", true), task("helper", false))));
    ignoring.place("g").started("g", "lead").started("g", "helper");
    ignoring.exited("g", "helper", 1).exited("g", "lead", 0);
    assertThat(ignoring.statuses()).isEqualTo("COMPLETED g=COMPLETED");

    Scenario strict =
        new Scenario(workflow(group("g", false, task("lead", true), task("helper", false))));
    strict.place("g").started("g", "lead").started("g", "helper");
    strict.exited("g", "helper", 1).ended("g", "lead", Cause.STOPPED, 143);
    assertThat(strict.statuses()).isEqualTo("FAILED g=FAILED");
  }

  @Test
  void cancelEndsWhatWaitsAtOnceAndWhatRunsWhenItIsGone() {
    Scenario scenario = new Scenario(chain());
    scenario.place("a-group").started("a-group", "a");
    scenario.effects();

    scenario.apply(
        new Event.CancelRequested(scenario.now, "ada", "wrong seed", Duration.ofSeconds(1)));

    assertThat(scenario.statuses()).isEqualTo("RUNNING a-group=RUNNING b-group=FAILED_CANCELED");
    assertThat(scenario.effects())
        .containsExactly(new Effect.Stop("a-group", 0, Duration.ofSeconds(1)));

    scenario.ended("a-group", "a", Cause.STOPPED, 143);
    assertThat(scenario.statuses())
        .isEqualTo("FAILED_CANCELED a-group=FAILED_CANCELED b-group=FAILED_CANCELED");
    assertThat(scenario.state.cancelledBy()).contains("ada");
  }

  @Test
  void aCancelWinsOverARetry() {
    ExitActions retry =
        new ExitActions(
            List.of(
                new ExitActions.Entry(Action.RESCHEDULE, List.of(new ExitActions.Range(1, 255)))));
    Scenario scenario =
        new Scenario(workflow(group("g", true, task("lead", true, retry), task("helper", false))));
    scenario.place("g").started("g", "lead").started("g", "helper").exited("g", "lead", 1);

    scenario.apply(new Event.CancelRequested(scenario.now, "ada", "", Duration.ZERO));
    scenario.ended("g", "helper", Cause.STOPPED, 137);

    assertThat(scenario.statuses()).isEqualTo("FAILED_CANCELED g=FAILED_CANCELED");
  }

  @Test
  void timeoutsCountFromReadyAndFromStart() {
    Timeouts timeouts =
        new Timeouts(Optional.of(Duration.ofSeconds(60)), Optional.of(Duration.ofSeconds(30)));
    WorkflowSpec spec = workflow(timeouts, group("g", true, task("t", true)));

    Scenario queued = new Scenario(spec);
    queued.pass(Duration.ofSeconds(29));
    assertThat(queued.statuses()).isEqualTo("PENDING g=SCHEDULING");
    queued.pass(Duration.ofSeconds(2));
    assertThat(queued.statuses()).isEqualTo("FAILED_QUEUE_TIMEOUT g=FAILED_QUEUE_TIMEOUT");

    Scenario running = new Scenario(spec);
    running.place("g").started("g", "t");
    running.effects();
    running.pass(Duration.ofSeconds(61));
    assertThat(running.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));
    assertThat(running.deadline()).isEmpty();
    running.ended("g", "t", Cause.STOPPED, 143);
    assertThat(running.statuses()).isEqualTo("FAILED_EXEC_TIMEOUT g=FAILED_EXEC_TIMEOUT");
  }

  @Test
  void aTimeoutAlsoEndsATaskThatStoresItsOutput() {
    WorkflowSpec spec =
        workflow(
            new Timeouts(Optional.of(Duration.ofSeconds(60)), Optional.empty()),
            group("g", true, task("t", true)));
    Scenario scenario = new Scenario(spec);
    scenario.place("g").started("g", "t");
    scenario.pass(Duration.ofSeconds(59));
    scenario.apply(new Event.Storing(scenario.now, "g", 0, "t"));
    scenario.effects();
    scenario.pass(Duration.ofSeconds(2));

    assertThat(scenario.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));
    assertThat(scenario.statuses()).isEqualTo("RUNNING g=RUNNING");
    scenario.exited("g", "t", 0);
    assertThat(scenario.statuses())
        .as("what was asked for counts, though it got done")
        .isEqualTo("FAILED_EXEC_TIMEOUT g=FAILED_EXEC_TIMEOUT");
    assertThat(scenario.state.message()).isEqualTo("Task t: It ran longer than its exec_timeout.");
  }

  @Test
  void aSecondCancelShortensTheGraceAndKeepsTheFirstName() {
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true))));
    scenario.place("g").started("g", "t");
    scenario.effects();
    scenario.apply(new Event.CancelRequested(scenario.now, "ada", "first", Lifecycle.GRACE));
    scenario.apply(new Event.CancelRequested(scenario.now, "eve", "second", Duration.ZERO));

    assertThat(scenario.effects())
        .containsExactly(
            new Effect.Stop("g", 0, Lifecycle.GRACE), new Effect.Stop("g", 0, Duration.ZERO));
    scenario.ended("g", "t", Cause.STOPPED, 137);
    assertThat(scenario.statuses()).isEqualTo("FAILED_CANCELED g=FAILED_CANCELED");
    assertThat(scenario.state.cancelledBy()).contains("ada");
    assertThat(scenario.state.message()).isEqualTo("first");
  }

  /** Behind a barrier nobody's command runs before all are ready: the timeout waits for a start. */
  @Test
  void aBarrierGroupThatNeverStartsIsNotRunning() {
    WorkflowSpec spec =
        workflow(
            new Timeouts(Optional.of(Duration.ofSeconds(60)), Optional.empty()),
            group("g", false, task("lead", true), task("helper", false)));
    Scenario scenario = new Scenario(spec);
    scenario.place("g");
    scenario.apply(new Event.Preparing(scenario.now, "g", 0, "lead", "waits at the barrier"));
    scenario.pass(Duration.ofSeconds(90));
    assertThat(scenario.statuses()).isEqualTo("PENDING g=INITIALIZING");

    scenario.effects();
    scenario.ended("g", "helper", Cause.START_FAILED, 2010);
    assertThat(scenario.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));
    scenario.ended("g", "lead", Cause.STOPPED, 143);
    assertThat(scenario.statuses()).isEqualTo("FAILED g=FAILED");
  }

  @Test
  void aTimeoutAsksForTheEndOnceEvenWhereAHelperIsOver() {
    WorkflowSpec spec =
        workflow(
            new Timeouts(Optional.of(Duration.ofSeconds(60)), Optional.empty()),
            group("g", true, task("lead", true), task("helper", false)));
    Scenario scenario = new Scenario(spec);
    scenario.place("g").started("g", "lead").started("g", "helper").exited("g", "helper", 0);
    scenario.effects();

    scenario.pass(Duration.ofSeconds(61));
    assertThat(scenario.effects()).containsExactly(new Effect.Stop("g", 0, Lifecycle.GRACE));
    assertThat(scenario.deadline()).isEmpty();
    scenario.pass(Duration.ofSeconds(1));
    assertThat(scenario.effects()).isEmpty();
  }

  @Test
  void wordsThatComeLateDoNotChangeWhatRunsOrIsOver() {
    Scenario scenario = new Scenario(chain());
    scenario.place("a-group").started("a-group", "a");
    WorkflowState running = scenario.state;

    scenario.apply(new Event.Queued(scenario.now, "a-group", "no room"));
    scenario.apply(new Event.Unplaceable(scenario.now, "a-group", "too big"));
    assertThat(scenario.refusal()).contains(Refusal.ALREADY_PLACED);
    assertThat(scenario.state).isSameAs(running);

    scenario.exited("a-group", "a", 0);
    WorkflowState over = scenario.state;
    scenario.apply(new Event.Unplaceable(scenario.now, "a-group", "too big"));
    assertThat(scenario.refusal()).contains(Refusal.ALREADY_FINISHED);
    assertThat(scenario.state).isSameAs(over);
  }

  /** A pool that broke at the start may have started some: their end must not be lost. */
  @Test
  void aTaskThatRanCanStillEndAsNotStarted() {
    Scenario scenario = new Scenario(workflow(group("g", true, task("t", true))));
    scenario.place("g").started("g", "t").ended("g", "t", Cause.START_FAILED, 2040);
    assertThat(scenario.statuses()).isEqualTo("FAILED_START_ERROR g=FAILED_START_ERROR");
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    Scenario scenario = new Scenario(chain());
    scenario.apply(new Event.Queued(scenario.now, "elsewhere", "no room"));
    assertThat(scenario.refusal()).contains(Refusal.UNKNOWN);
    scenario.apply(new Event.Started(scenario.now, "elsewhere", 0, "a", "node"));
    assertThat(scenario.refusal()).contains(Refusal.UNKNOWN);

    scenario.place("a-group");
    scenario.apply(new Event.Started(scenario.now, "a-group", 0, "z", "node"));
    assertThat(scenario.refusal()).contains(Refusal.UNKNOWN);
    scenario.apply(new Event.Started(scenario.now, "a-group", 1, "a", "node"));
    assertThat(scenario.refusal()).contains(Refusal.OTHER_ATTEMPT);
    scenario.started("a-group", "a").started("a-group", "a");
    assertThat(scenario.refusal()).contains(Refusal.TWICE);
  }
}
