package io.sesamo.engine.lifecycle;

import static io.sesamo.engine.lifecycle.Scenario.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Ends that become known late, and ends that somebody asked for and that went wrong. */
class EndTest {

  private static final Timeouts AN_HOUR =
      new Timeouts(Optional.of(Duration.ofHours(1)), Optional.empty());
  private static final Optional<ManifestId> OUTPUT = Optional.of(new ManifestId("0".repeat(64)));
  private static final ExitActions RETRY_ON_1 = onExitCode1(ExitActions.Action.RESCHEDULE);

  private static ExitActions onExitCode1(ExitActions.Action action) {
    return new ExitActions(
        List.of(new ExitActions.Entry(action, List.of(new ExitActions.Range(1, 1)))));
  }

  private static void ended(
      Scenario scenario, String task, Cause cause, int code, Instant until, boolean stored) {
    int attempt = scenario.group("g").attempt();
    scenario.apply(
        new Event.Ended(
            scenario.now,
            "g",
            attempt,
            task,
            cause,
            code,
            stored ? OUTPUT : Optional.empty(),
            stored ? "" : "The output could not be stored",
            Optional.of(new Ran(until, stored))));
  }

  private static TaskState task(Scenario scenario, String name) {
    return scenario.group("g").task(name).orElseThrow();
  }

  /** The server was down from before the command's end until after the deadline. */
  @Test
  void aCommandThatEndedInTimeDidNotRunTooLong() {
    Scenario scenario =
        new Scenario(workflow(AN_HOUR, Scenario.group("g", true, Scenario.task("a", true))));
    scenario.place("g").started("g", "a");
    Instant until = scenario.now.plus(Duration.ofMinutes(59));
    scenario.pass(Duration.ofHours(3));
    assertThat(task(scenario, "a").ending()).contains(Signal.EXEC_TIMED_OUT);
    Instant collected = scenario.now;
    scenario.apply(new Event.Storing(collected, "g", 0, "a"));
    scenario.now = collected.plusSeconds(30);

    ended(scenario, "a", Cause.EXITED, 0, until, true);

    assertThat(scenario.statuses()).isEqualTo("COMPLETED g=COMPLETED");
    assertThat(task(scenario, "a").message()).isEmpty();
    assertThat(task(scenario, "a").times().storing()).contains(until);
    assertThat(task(scenario, "a").times().end())
        .as("storing took half a minute")
        .contains(until.plusSeconds(30));
    assertThat(scenario.state.endTime()).contains(until.plusSeconds(30));
  }

  @Test
  void whatWasStoppedOrEndedLateRanTooLong() {
    for (Cause cause : List.of(Cause.EXITED, Cause.STOPPED)) {
      Scenario scenario =
          new Scenario(workflow(AN_HOUR, Scenario.group("g", true, Scenario.task("a", true))));
      scenario.place("g").started("g", "a").pass(Duration.ofHours(1));

      ended(scenario, "a", cause, 0, scenario.now, true);

      assertThat(scenario.statuses()).isEqualTo("FAILED_EXEC_TIMEOUT g=FAILED_EXEC_TIMEOUT");
      assertThat(task(scenario, "a").message()).contains("longer than its exec_timeout");
    }
  }

  @Test
  void anEndIsNeverBeforeTheStart() {
    Scenario scenario =
        new Scenario(workflow(AN_HOUR, Scenario.group("g", true, Scenario.task("a", true))));
    Instant until = scenario.now;
    scenario.now = until.plusSeconds(60);
    scenario.place("g").started("g", "a");

    ended(scenario, "a", Cause.EXITED, 0, until, true);

    Times times = task(scenario, "a").times();
    assertThat(times.end()).isEqualTo(times.start());
  }

  /** Whichever of the two is told first. */
  @Test
  void aLeadThatEndedInTimeCompletesItsGroup() {
    for (boolean ignoring : List.of(true, false)) {
      for (boolean leadFirst : List.of(true, false)) {
        Scenario scenario = group(ignoring, ExitActions.NONE);
        Instant until = scenario.now.plus(Duration.ofMinutes(59));
        scenario.pass(Duration.ofHours(3));

        if (leadFirst) {
          ended(scenario, "lead", Cause.EXITED, 0, until, true);
          assertThat(task(scenario, "helper").ending()).contains(Signal.SUCCEEDED);
        }
        ended(scenario, "helper", Cause.STOPPED, 143, scenario.now, true);
        if (!leadFirst) {
          ended(scenario, "lead", Cause.EXITED, 0, until, true);
        }

        assertThat(scenario.statuses())
            .as("ignoring %s, lead first %s", ignoring, leadFirst)
            .isEqualTo("COMPLETED g=COMPLETED");
        assertThat(scenario.group("g").output(task(scenario, "helper"))).isEqualTo(OUTPUT);
      }
    }
  }

  @Test
  void aHelperThatDidNotLeaveWhatItShouldFailsTheGroupOfALeadThatEndedInTime() {
    for (Cause cause : List.of(Cause.LOST, Cause.STOPPED)) {
      for (boolean ignoring : List.of(true, false)) {
        Scenario scenario = group(ignoring, ExitActions.NONE);
        Instant until = scenario.now.plus(Duration.ofMinutes(59));
        scenario.pass(Duration.ofHours(3));

        ended(scenario, "helper", cause, 143, scenario.now, false);
        ended(scenario, "lead", Cause.EXITED, 0, until, true);

        assertThat(scenario.group("g").output(task(scenario, "helper"))).isEmpty();
        assertThat(scenario.group("g").status())
            .as("%s, ignoring %s", cause, ignoring)
            .isEqualTo(ignoring ? TaskStatus.COMPLETED : TaskStatus.FAILED);
      }
    }
  }

  @Test
  void aGroupOfWhichATaskFailedInTimeIsTriedAgain() {
    for (boolean leadFirst : List.of(true, false)) {
      Scenario scenario = group(true, RETRY_ON_1);
      Instant until = scenario.now.plus(Duration.ofMinutes(59));
      scenario.pass(Duration.ofHours(3));

      if (leadFirst) {
        ended(scenario, "lead", Cause.EXITED, 1, until, true);
        assertThat(task(scenario, "helper").ending()).contains(Signal.RETRIED);
      }
      ended(scenario, "helper", Cause.STOPPED, 143, scenario.now, true);
      if (!leadFirst) {
        ended(scenario, "lead", Cause.EXITED, 1, until, true);
      }

      assertThat(scenario.group("g").attempt()).as("lead first %s", leadFirst).isEqualTo(1);
    }
  }

  @Test
  void aHelperThatEndedInTimeDoesNotHelpALeadThatDidNot() {
    Scenario scenario = group(true, ExitActions.NONE);
    Instant until = scenario.now.plus(Duration.ofMinutes(59));
    scenario.pass(Duration.ofHours(3));

    ended(scenario, "helper", Cause.EXITED, 0, until, true);
    ended(scenario, "lead", Cause.STOPPED, 143, scenario.now, true);

    assertThat(task(scenario, "helper").status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(scenario.statuses()).isEqualTo("FAILED_EXEC_TIMEOUT g=FAILED_EXEC_TIMEOUT");
  }

  @Test
  void aHelperWhoseOutputIsNotStoredIsNotComplete() {
    for (Cause cause : List.of(Cause.STOPPED, Cause.EXITED, Cause.OUT_OF_MEMORY)) {
      Scenario ignoring = group(true, ExitActions.NONE);
      ignoring.exited("g", "lead", 0);
      ended(ignoring, "helper", cause, 143, ignoring.now, false);

      assertThat(task(ignoring, "helper").status()).isEqualTo(TaskStatus.FAILED);
      assertThat(task(ignoring, "helper").exitCode()).contains(ExitCodes.UPLOAD_FAILED);
      assertThat(task(ignoring, "helper").message()).contains("could not be stored");
      assertThat(ignoring.statuses()).isEqualTo("COMPLETED g=COMPLETED");

      Scenario strict = group(false, ExitActions.NONE);
      strict.exited("g", "lead", 0);
      ended(strict, "helper", cause, 143, strict.now, false);

      assertThat(strict.statuses()).isEqualTo("FAILED g=FAILED");
      assertThat(strict.state.message()).contains("could not be stored");
    }
  }

  /** A group that needs it is tried again, as after every loss. */
  @Test
  void aHelperThatIsLostIsNotComplete() {
    for (String lost : List.of("helper", "")) {
      Scenario ignoring = group(true, ExitActions.NONE);
      ignoring.exited("g", "lead", 0).ended("g", lost, Cause.LOST, 3001);

      assertThat(task(ignoring, "helper").status()).isEqualTo(TaskStatus.FAILED_BACKEND_ERROR);
      assertThat(ignoring.statuses()).isEqualTo("COMPLETED g=COMPLETED");

      Scenario strict = group(false, ExitActions.NONE);
      strict.exited("g", "lead", 0).ended("g", lost, Cause.LOST, 3001);

      assertThat(strict.group("g").attempt()).isEqualTo(1);
      assertThat(strict.state.status().finished()).isFalse();
    }
  }

  @Test
  void aHelperThatWasStoppedBeforeItBeganIsComplete() {
    Scenario scenario = group(false, ExitActions.NONE);
    scenario.exited("g", "lead", 0).ended("g", "helper", Cause.STOPPED, 143);

    assertThat(scenario.statuses()).isEqualTo("COMPLETED g=COMPLETED");
  }

  /** Its author counts the exit code as success, but the output is missing all the same. */
  @Test
  void anExitActionDoesNotCompleteATaskWhoseOutputIsNotStored() {
    ExitActions complete = onExitCode1(ExitActions.Action.COMPLETE);
    Scenario scenario =
        new Scenario(workflow(Scenario.group("g", true, Scenario.task("a", true, complete))));
    scenario.place("g").started("g", "a");

    ended(scenario, "a", Cause.EXITED, 1, scenario.now, false);

    assertThat(scenario.statuses()).isEqualTo("FAILED g=FAILED");
    assertThat(task(scenario, "a").exitCode()).contains(ExitCodes.UPLOAD_FAILED);
  }

  /** One whose lead and helper run. */
  private static Scenario group(boolean ignoring, ExitActions actions) {
    Scenario scenario =
        new Scenario(
            workflow(
                AN_HOUR,
                Scenario.group(
                    "g",
                    ignoring,
                    Scenario.task("lead", true, actions),
                    Scenario.task("helper", false))));
    return scenario.place("g").started("g", "lead").started("g", "helper");
  }
}
