package io.sesamo.engine;

import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Records;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.placement.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at what is under way where it may no longer be: by the law, or since a part is drained. */
final class Heeding {

  /** So the message of a group begins that leaves a part that is closed. */
  static final String MOVED = "moved: ";

  private static final Duration HOUR = Duration.ofHours(1);

  private final Step step;
  private final LawDay law;
  private final Fleet fleet;
  private final Instant now;

  Heeding(Step step, Instant now) {
    this.step = step;
    this.law = step.around().law();
    this.fleet = step.around().fleet();
    this.now = now;
  }

  /** A group that takes nodes. */
  private record Launched(WorkflowRow row, GroupState group, Place place, Set<String> nodes) {}

  private List<Launched> launched() {
    return step.rows().stream()
        .flatMap(row ->
            row.state().groups().stream()
                .filter(group -> !group.status().finished())
                .flatMap(group ->
                    group
                        .place()
                        .map(place -> new Launched(row, group, place, nodes(group)))
                        .stream()))
        .filter(found -> !found.nodes().isEmpty())
        .toList();
  }

  private static Set<String> nodes(GroupState group) {
    return group.current().stream()
        .filter(TaskState::launched)
        .flatMap(task -> task.node().stream())
        .collect(Collectors.toSet());
  }

  /**
   * What has come to be forbidden says so, is noted, and is stopped where the operator wants that.
   */
  void law() {
    if (!law.asked()) {
      return;
    }
    for (Launched found : launched()) {
      Set<String> platforms = platforms(found.place().pool(), found.nodes());
      rulings(law, found.row(), found.group().name(), found.place().pool()).stream()
          .filter(ruling -> platforms.contains(ruling.platform()) && !ruling.lawful())
          .findFirst()
          .ifPresent(ruling -> forbid(found, ruling));
    }
  }

  /** The kinds of those nodes; any of the pool where one of them is not known. */
  private Set<String> platforms(String pool, Set<String> nodes) {
    Optional<Fleet.Member> member = fleet.member(pool);
    Set<Node> known =
        nodes.stream()
            .flatMap(node -> member.flatMap(found -> found.node(node)).stream())
            .collect(Collectors.toSet());
    return known.size() < nodes.size()
        ? member.map(Fleet.Member::platforms).orElse(Set.of())
        : known.stream().map(Node::platform).collect(Collectors.toSet());
  }

  /** Of where it runs; its data are there already. */
  private static List<Ruling> rulings(LawDay law, WorkflowRow row, String group, String pool) {
    return row.spec().group(group).stream()
        .flatMap(spec -> law.rulings(Matter.of(row.spec(), spec), pool).stream())
        .toList();
  }

  private void forbid(Launched found, Ruling ruling) {
    WorkflowRow row = found.row();
    GroupState group = found.group();
    String words = "The law has come to forbid it " + ruling.reason();
    boolean stops = law.policy().stops() && row.state().cancelledBy().isEmpty();
    if (stops || !group.message().equals(words)) {
      String what = stops ? "stopped" : "finishes";
      step.note(Records.of(Kind.RUNNING, now, row, group.name(), what, ruling, law.catalog()));
      step.apply(row.id(), new Event.Forbidden(now, group.name(), words));
      if (stops) {
        step.apply(row.id(), new Event.CancelRequested(now, "sesamo", words, Lifecycle.GRACE));
      }
    }
  }

  /**
   * What runs in a part that is drained or lost enters the queue again, to go elsewhere. One that
   * was moved too often of late stays until that is an hour ago, or it is done.
   */
  void drains() {
    for (Launched found : launched()) {
      Optional<String> why =
          found.nodes().stream()
              .sorted()
              .flatMap(node -> fleet.closed(found.place().pool(), node).stream())
              .findFirst();
      if (why.isPresent() && mayMove(found.group())) {
        step.apply(
            found.row().id(),
            new Event.Moved(now, found.group().name(), MOVED + why.get(), Lifecycle.GRACE));
      }
    }
  }

  private boolean mayMove(GroupState group) {
    Instant since = now.minus(HOUR);
    long moves = group.moves().stream().filter(at -> at.isAfter(since)).count();
    return moves < fleet.movesPerHour();
  }
}
