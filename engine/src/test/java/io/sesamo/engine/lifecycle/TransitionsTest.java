package io.sesamo.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every pair of the three tables, one by one. */
class TransitionsTest {

  /** Every transition of a task; every other pair of status and signal must be refused. */
  private static final String TASK =
      """
      WAITING READY SCHEDULING
      WAITING UPSTREAM_FAILED FAILED_UPSTREAM
      WAITING CANCELED FAILED_CANCELED
      SCHEDULING PLACED INITIALIZING
      SCHEDULING UNPLACEABLE FAILED_BACKEND_ERROR
      SCHEDULING CANCELED FAILED_CANCELED
      SCHEDULING QUEUE_TIMED_OUT FAILED_QUEUE_TIMEOUT
      INITIALIZING PREPARING INITIALIZING
      INITIALIZING STARTED RUNNING
      INITIALIZING STORING INITIALIZING
      INITIALIZING SUCCEEDED COMPLETED
      INITIALIZING FAILED FAILED
      INITIALIZING RETRIED RESCHEDULED
      INITIALIZING CANCELED FAILED_CANCELED
      INITIALIZING EXEC_TIMED_OUT FAILED_EXEC_TIMEOUT
      INITIALIZING START_FAILED FAILED_START_ERROR
      INITIALIZING IMAGE_PULL_FAILED FAILED_IMAGE_PULL
      INITIALIZING EVICTED FAILED_EVICTED
      INITIALIZING LOST FAILED_BACKEND_ERROR
      RUNNING STORING RUNNING
      RUNNING SUCCEEDED COMPLETED
      RUNNING FAILED FAILED
      RUNNING RETRIED RESCHEDULED
      RUNNING CANCELED FAILED_CANCELED
      RUNNING EXEC_TIMED_OUT FAILED_EXEC_TIMEOUT
      RUNNING START_FAILED FAILED_START_ERROR
      RUNNING IMAGE_PULL_FAILED FAILED_IMAGE_PULL
      RUNNING EVICTED FAILED_EVICTED
      RUNNING LOST FAILED_BACKEND_ERROR
      """;

  /** Everything that a group does; every other pair must be refused. */
  private static final String GROUP =
      """
      WAITING UPSTREAM_COMPLETED QUEUE
      WAITING BACKOFF_OVER QUEUE
      WAITING UPSTREAM_FAILED FAIL_WAITING
      WAITING CANCELED FAIL_WAITING
      SCHEDULING PLACED LAUNCH
      SCHEDULING QUEUED EXPLAIN
      SCHEDULING UNPLACEABLE FAIL_WAITING
      SCHEDULING CANCELED FAIL_WAITING
      SCHEDULING QUEUE_TIMED_OUT FAIL_WAITING
      INITIALIZING FORBIDDEN EXPLAIN
      INITIALIZING MOVED MOVE
      INITIALIZING TOLD TELL_TASK
      INITIALIZING CANCELED STOP
      INITIALIZING EXEC_TIMED_OUT STOP
      INITIALIZING RETRY_ASKED TRY_AGAIN
      RUNNING FORBIDDEN EXPLAIN
      RUNNING MOVED MOVE
      RUNNING TOLD TELL_TASK
      RUNNING CANCELED STOP
      RUNNING EXEC_TIMED_OUT STOP
      RUNNING RETRY_ASKED TRY_AGAIN
      """;

  @Test
  void everyPairOfATaskIsAKnownTransitionOrRefusedByName() {
    List<String> found = new ArrayList<>();
    for (TaskStatus status : TaskStatus.values()) {
      for (Signal signal : Signal.values()) {
        Answer<TaskStatus> answer = TaskTransitions.of(status, signal);
        assertThat(answer.next().isPresent()).isNotEqualTo(answer.refusal().isPresent());
        answer.next().ifPresent(next -> found.add(status + " " + signal + " " + next));
      }
    }
    assertThat(found).containsExactlyElementsOf(TASK.lines().toList());
  }

  @Test
  void everyPairOfAGroupIsAKnownActionOrRefusedByName() {
    List<String> found = new ArrayList<>();
    for (TaskStatus status : TaskStatus.values()) {
      for (GroupSignal signal : GroupSignal.values()) {
        Answer<GroupAction> answer = GroupTransitions.of(status, signal);
        assertThat(answer.next().isPresent()).isNotEqualTo(answer.refusal().isPresent());
        answer.next().ifPresent(next -> found.add(status + " " + signal + " " + next));
      }
    }
    assertThat(found).containsExactlyElementsOf(GROUP.lines().toList());
  }

  @Test
  void whatIsFinishedRefusesEverythingForThatReason() {
    for (TaskStatus status : TaskStatus.values()) {
      for (Signal signal : Signal.values()) {
        assertThat(TaskTransitions.of(status, signal).refusal())
            .as("%s %s", status, signal)
            .satisfies(why ->
                assertThat(why.filter(Refusal.ALREADY_FINISHED::equals).isPresent())
                    .isEqualTo(status.finished()));
      }
    }
    for (WorkflowStatus status : WorkflowStatus.values()) {
      for (Event event : Events.oneOfEachKind()) {
        Answer<WorkflowAction> answer = WorkflowTransitions.of(status, event);
        assertThat(answer.next().isEmpty()).as(status + " " + event).isEqualTo(status.finished());
      }
    }
  }

  @Test
  void everyStatusOfATaskCanBeReached() {
    for (TaskStatus status : TaskStatus.values()) {
      boolean ofOtherBackends =
          switch (status) {
            case FAILED_SERVER_ERROR, FAILED_START_TIMEOUT, FAILED_PREEMPTED -> true;
            case WAITING,
                SCHEDULING,
                INITIALIZING,
                RUNNING,
                COMPLETED,
                RESCHEDULED,
                FAILED,
                FAILED_EXEC_TIMEOUT,
                FAILED_QUEUE_TIMEOUT,
                FAILED_CANCELED,
                FAILED_BACKEND_ERROR,
                FAILED_IMAGE_PULL,
                FAILED_EVICTED,
                FAILED_START_ERROR,
                FAILED_UPSTREAM ->
                false;
          };
      boolean reached =
          status == TaskStatus.WAITING || TASK.lines().anyMatch(l -> l.endsWith(" " + status));
      assertThat(reached).as(status.name()).isEqualTo(!ofOtherBackends);
    }
  }

  /** Each rule of the aggregation decides for some group or workflow: none is hidden by another. */
  @Test
  void everyRuleOfTheAggregationDecidesSomething() {
    Set<Aggregation.Rule<Aggregation.Tasks, TaskStatus>> ofGroups = new HashSet<>();
    Set<Aggregation.Rule<Aggregation.Groups, WorkflowStatus>> ofWorkflows = new HashSet<>();
    for (TaskStatus lead : TaskStatus.values()) {
      for (TaskStatus other : TaskStatus.values()) {
        List<TaskStatus> both = List.of(lead, other);
        for (List<TaskStatus> considered : List.of(both, List.of(lead))) {
          ofGroups.add(
              Aggregation.first(Aggregation.GROUP_RULES, new Aggregation.Tasks(both, considered)));
        }
        for (WorkflowStatus before : EnumSet.of(WorkflowStatus.PENDING, WorkflowStatus.RUNNING)) {
          ofWorkflows.add(
              Aggregation.first(Aggregation.WORKFLOW_RULES, new Aggregation.Groups(before, both)));
        }
      }
    }
    assertThat(ofGroups).containsExactlyInAnyOrderElementsOf(Aggregation.GROUP_RULES);
    assertThat(ofWorkflows).containsExactlyInAnyOrderElementsOf(Aggregation.WORKFLOW_RULES);
  }
}
