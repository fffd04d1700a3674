package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.TaskRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Whether what is said to stand against a place really does: it is undone in the model, and so is
 * what is named then, until the group is placed there. Whoever names what has been undone before
 * did not tell the truth.
 */
final class Blockers {

  private static final Set<Constraint> ROOM =
      EnumSet.of(
          Constraint.CPU,
          Constraint.MEMORY,
          Constraint.STORAGE,
          Constraint.ACCELERATORS,
          Constraint.TOPOLOGY,
          Constraint.FIT);

  private Blockers() {}

  /** Tries one reason of a waiting group. */
  static void tried(Decision.Waiting waits, Candidate candidate, Round round) {
    Trial trial = new Trial(waits.group(), Explained.place(candidate), round);
    Candidate named = candidate;
    List<String> story = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      Constraint constraint = named.constraint().orElseThrow();
      story.add(constraint + ": " + named.reason());
      Invariants.check(
          trial.undo(constraint),
          "NOT A TRUE BLOCKER: it is named although it has been removed",
          story,
          waits.group(),
          named);
      Invariants.check(
          !trial.grown || candidate.standing() != Standing.BUSY || excludedOnTheWay(story),
          "NOT BUSY: it would not fit on idle nodes either",
          story,
          waits.group(),
          candidate);
      Decision again = trial.ask();
      if (again instanceof Decision.Placed || possible(again, trial.pool)) {
        return;
      }
      Optional<Candidate> next = next(again, named);
      Invariants.check(
          next.isPresent(),
          "NO BLOCKER NAMED when these had been removed",
          story,
          waits.group(),
          again);
      named = next.orElseThrow();
    }
  }

  /** A reason that only shows behind one that holds whatever runs. */
  private static boolean excludedOnTheWay(List<String> story) {
    return story.stream()
        .anyMatch(line ->
            List.of("LAW", "POOL", "TENANT", "PLATFORM", "LABELS", "CHIP").stream()
                .anyMatch(line::startsWith));
  }

  /** It need not go where it could: it may wait for a better kind of node of the same pool. */
  private static boolean possible(Decision decision, String pool) {
    return decision.explanation().candidates().stream()
        .anyMatch(candidate ->
            candidate.standing() == Standing.POSSIBLE && Explained.place(candidate).equals(pool));
  }

  private static Optional<Candidate> next(Decision decision, Candidate last) {
    List<Candidate> of =
        decision.explanation().candidates().stream()
            .filter(candidate -> candidate.constraint().isPresent())
            .filter(candidate -> Explained.place(candidate).equals(Explained.place(last)))
            .toList();
    return of.stream()
        .filter(candidate -> candidate.pool().equals(last.pool()))
        .findFirst()
        .or(() -> of.stream().findFirst());
  }

  private static final class Trial {
    private final String pool;
    private final Round round;
    private final List<GroupRequest> earlier;
    private final Set<Constraint> undone = EnumSet.noneOf(Constraint.class);
    private GroupRequest group;
    private FleetState fleet;
    private boolean roomy;
    private boolean grown;

    Trial(GroupRequest group, String pool, Round round) {
      this.pool = pool;
      this.round = round;
      earlier = new ArrayList<>(Models.waitingBefore(round, group));
      fleet = Models.before(round, group);
      Wishes is = group.wishes();
      this.group =
          Models.with(
              group,
              group.stage(),
              new Wishes(
                  Optional.of(pool),
                  is.objective(),
                  is.labels(),
                  is.spread(),
                  is.budget(),
                  is.deadline()));
    }

    Decision ask() {
      List<GroupRequest> queue = new ArrayList<>(earlier);
      queue.add(group);
      return round.placer().decide(queue, fleet, round.now()).stream()
          .filter(decision -> decision.group().id().equals(group.id()))
          .findFirst()
          .orElseThrow();
    }

    /** Whether there was something to undo. */
    boolean undo(Constraint constraint) {
      if (ROOM.contains(constraint)) {
        return room();
      }
      if (!undone.add(constraint)) {
        return false;
      }
      switch (constraint) {
        case POOL -> {}
        case POOL_STATE -> change(found -> Models.open(found, true));
        case TENANT -> change(found -> Models.open(found, false));
        case PLATFORM ->
            group = Models.tasks(group, task -> with(task, Optional.empty(), Set.of(), true));
        case LABELS -> {
          group = wish(Map.of(), group.wishes().budget(), true);
          group = Models.tasks(group, task -> with(task, task.platform(), Set.of(), true));
        }
        case CHIP ->
            group =
                Models.tasks(
                    group, task -> with(task, task.platform(), task.nodesExcluded(), false));
        case LAW -> group = Models.lawful(group);
        case BUDGET -> group = wish(group.wishes().labels(), OptionalDouble.empty(), true);
        case DEADLINE -> group = wish(group.wishes().labels(), group.wishes().budget(), false);
        case QUOTA ->
            fleet =
                new FleetState(
                    fleet.pools(), fleet.running(), fleet.network(), List.of(), fleet.policy());
        case RESERVED -> earlier.clear();
        case CPU, MEMORY, STORAGE, ACCELERATORS, TOPOLOGY, FIT -> throw new AssertionError();
      }
      return true;
    }

    /** First idle nodes like those there are; then greater ones. */
    private boolean room() {
      if (!roomy) {
        roomy = true;
        int copies = 1 + earlier.stream().mapToInt(one -> one.tasks().size()).sum();
        change(found -> Models.more(found, copies));
        group =
            Models.tasks(
                group,
                task ->
                    with(task, task.platform(), Models.copies(task.nodesExcluded(), copies), true));
        return true;
      }
      if (!grown) {
        grown = true;
        change(Trial::greater);
        group = Models.tasks(group, Trial::anywhere);
        return true;
      }
      return false;
    }

    private static PoolState greater(PoolState pool) {
      Resources vast = Resources.whole(1L << 40, 1L << 60, 1L << 60, 64);
      return pool.with(
          pool.nodes().stream()
              .map(node ->
                  new Node(node.name(), node.platform(), vast, vast, node.labels(), node.usable()))
              .toList());
    }

    private static TaskRequest anywhere(TaskRequest task) {
      return new TaskRequest(
          task.task(),
          task.amount(),
          task.platform(),
          task.nodesExcluded(),
          task.models(),
          task.stacks(),
          List.of());
    }

    private static TaskRequest with(
        TaskRequest task, Optional<String> platform, Set<String> excluded, boolean choosy) {
      return new TaskRequest(
          task.task(),
          task.amount(),
          platform,
          excluded,
          choosy ? task.models() : List.of(),
          choosy ? task.stacks() : List.of(),
          task.near());
    }

    private GroupRequest wish(Map<String, String> labels, OptionalDouble budget, boolean due) {
      Wishes is = group.wishes();
      return Models.with(
          group,
          group.stage(),
          new Wishes(
              is.pool(),
              is.objective(),
              labels,
              is.spread(),
              budget,
              due ? is.deadline() : Optional.empty()));
    }

    private void change(UnaryOperator<PoolState> change) {
      List<PoolState> pools =
          fleet.pools().stream()
              .map(found -> found.name().equals(pool) ? change.apply(found) : found)
              .toList();
      fleet = Models.with(fleet, pools, fleet.running());
    }
  }
}
