package io.sesamo.engine.law;

import io.sesamo.law.Fact;
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
 * @param categories of it, as the law knows them; empty: not said of all, or in words that the law
 *     does not know
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
        ofAll(said, Matter::categories));
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

  /** None when a word is among them that the law does not know: it may mean anything. */
  private static Stream<String> categories(SesamoTask.Data data) {
    boolean strange = data.categories().stream().anyMatch(word -> category(word).isEmpty());
    return strange
        ? Stream.empty()
        : data.categories().stream().flatMap(word -> category(word).stream());
  }

  private static Optional<String> category(String written) {
    return switch (written) {
      case "biometric", "health" -> Optional.of("sensitive");
      default -> Optional.of(written).filter(Fact.DATA_CATEGORIES.words()::contains);
    };
  }
}
