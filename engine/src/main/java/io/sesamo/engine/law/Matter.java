package io.sesamo.engine.law;

import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What of a group matters to the law. Of thousands that wait most are alike, and are judged once.
 *
 * @param pool where it is to run
 * @param tenant whose it is; empty: the operator's own
 * @param residency countries that its data may not leave, or EU; empty: no such wish
 * @param accelerators whether it asks for any
 * @param data whether anything is said of what it reads
 * @param countries where that is from; empty: not said of all
 * @param categories of it, as the law knows them; empty: not said of all
 */
public record Matter(
    String pool,
    Optional<String> tenant,
    List<String> residency,
    boolean accelerators,
    boolean data,
    List<String> countries,
    List<String> categories) {

  /** That of a group. */
  public static Matter of(WorkflowSpec workflow, GroupSpec group, String pool) {
    List<SesamoTask.Data> said =
        group.tasks().stream()
            .map(task -> task.sesamo().data())
            .filter(data -> !data.equals(SesamoTask.NONE.data()))
            .toList();
    return new Matter(
        pool,
        workflow.sesamo().tenant(),
        workflow.sesamo().residency(),
        group.tasks().stream().anyMatch(Matter::asksForAccelerators),
        !said.isEmpty(),
        ofAll(said, data -> data.countries().stream()),
        ofAll(said, data -> data.categories().stream().map(Matter::category)));
  }

  private static boolean asksForAccelerators(TaskSpec task) {
    return task.resources().amount().accelerators() > 0;
  }

  /** What one task leaves open is open for the group. */
  private static List<String> ofAll(
      List<SesamoTask.Data> said, Function<SesamoTask.Data, Stream<String>> what) {
    boolean open = said.stream().anyMatch(data -> what.apply(data).findAny().isEmpty());
    return open ? List.of() : said.stream().flatMap(what).distinct().sorted().toList();
  }

  private static String category(String written) {
    return switch (written) {
      case "personal", "sensitive", "important" -> written;
      case "biometric", "health" -> "sensitive";
      default -> "other";
    };
  }
}
