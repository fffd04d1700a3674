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
 * @param tenant whose it is; empty: the operator's own
 * @param residency countries that its data may not leave, or EU; empty: no such wish
 * @param accelerators whether it asks for any
 * @param data whether anything is said of what it reads
 * @param countries where that is from; empty: not said of all
 * @param categories of it, as the law knows them; empty: not said of all, or in words that the law
 *     does not know
 * @param origins sites where others have stored what it reads; empty: none is known
 */
public record Matter(
    Optional<String> tenant,
    List<String> residency,
    boolean accelerators,
    boolean data,
    List<String> countries,
    List<String> categories,
    List<Origin> origins) {

  /**
   * Data that would have to move.
   *
   * @param site where it is
   * @param said whether anything is said of what it was made of; else it counts as data of the
   *     site's country that tells of nobody
   * @param countries where that is from; empty: not said of all
   * @param categories of it; empty: not said of all
   */
  public record Origin(
      String site, boolean said, List<String> countries, List<String> categories) {}

  /** The same, with data that would have to move. */
  public Matter with(List<Origin> data) {
    return new Matter(tenant, residency, accelerators, this.data, countries, categories, data);
  }

  /** What some tasks say of the data that they read, as the law knows it. */
  public static Origin origin(String site, List<TaskSpec> tasks) {
    List<SesamoTask.Data> said = said(tasks);
    return new Origin(
        site,
        !said.isEmpty(),
        ofAll(said, data -> data.countries().stream()),
        ofAll(said, Matter::categories));
  }

  private static List<SesamoTask.Data> said(List<TaskSpec> tasks) {
    return tasks.stream()
        .map(task -> task.sesamo().data())
        .filter(data -> !data.equals(SesamoTask.NONE.data()))
        .toList();
  }

  /** That of a group. */
  public static Matter of(WorkflowSpec workflow, GroupSpec group) {
    List<SesamoTask.Data> said = said(group.tasks());
    return new Matter(
        workflow.sesamo().tenant(),
        workflow.sesamo().residency(),
        group.tasks().stream().anyMatch(Matter::asksForAccelerators),
        !said.isEmpty(),
        ofAll(said, data -> data.countries().stream()),
        ofAll(said, Matter::categories),
        List.of());
  }

  private static boolean asksForAccelerators(TaskSpec task) {
    return task.resources().amount().acceleratorMilli() > 0;
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
