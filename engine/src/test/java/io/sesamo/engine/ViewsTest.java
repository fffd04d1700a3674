package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.view.WorkflowView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private final List<String> read = new ArrayList<>();
  private WorkflowStatus status = WorkflowStatus.PENDING;
  private Runnable whileReading = () -> {};
  private final Views views = new Views(this::stored);

  private Optional<WorkflowView> stored(String id) {
    read.add(id);
    WorkflowStatus found = status;
    whileReading.run();
    return id.equals("none-1") ? Optional.empty() : Optional.of(view(id, found));
  }

  private static WorkflowView view(String id, WorkflowStatus status) {
    return new WorkflowView(
        id,
        UUID.nameUUIDFromBytes(new byte[0]),
        "ada",
        "",
        Optional.empty(),
        Optional.empty(),
        Priority.NORMAL,
        Map.of(),
        status,
        "",
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  @Test
  void isReadOnceForEachChange() {
    views.of("w-1");
    views.of("w-1");
    assertThat(read).containsExactly("w-1");

    status = WorkflowStatus.RUNNING;
    views.changing(List.of("w-1"));
    views.changed(List.of("w-1"));
    assertThat(views.of("w-1").orElseThrow().status()).isEqualTo(WorkflowStatus.RUNNING);
    assertThat(read).hasSize(2);
    assertThat(views.of("none-1")).isEmpty();
  }

  @Test
  void whatIsChangingIsReadAnewSoThatNobodyIsShownWhatWasBefore() {
    views.of("w-1");
    views.changing(List.of("w-1"));
    assertThat(views.of("w-1").orElseThrow().status()).isEqualTo(WorkflowStatus.PENDING);
    status = WorkflowStatus.COMPLETED; // the store has it, and who asks it may have seen that
    assertThat(views.of("w-1").orElseThrow().status()).isEqualTo(WorkflowStatus.COMPLETED);
    views.changed(List.of("w-1"));
    views.of("w-1");
    views.of("w-1");
    assertThat(read).as("remembered again").hasSize(4);
  }

  @Test
  void whatWasReadWhileItChangedIsNotRemembered() {
    whileReading =
        () -> {
          status = WorkflowStatus.COMPLETED;
          views.changing(List.of("w-1"));
          views.changed(List.of("w-1"));
          whileReading = () -> {};
        };
    assertThat(views.of("w-1").orElseThrow().status()).isEqualTo(WorkflowStatus.PENDING);
    assertThat(views.of("w-1").orElseThrow().status()).isEqualTo(WorkflowStatus.COMPLETED);
  }
}
