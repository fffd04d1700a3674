package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Node;
import io.sesamo.placement.Objective;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A queue that is served twice: as it is, and from a random moment on as if those behind the head
 * of the queue were not there. Run times are as predicted and the order of the queue is by priority
 * and age alone, so that nothing but backfill tells the two apart.
 */
final class HeadTrial {

  private final Placer placer;
  private final Random random;
  private final List<Round> rounds = new ArrayList<>();

  HeadTrial(Placer placer, long seed) {
    this.placer = placer;
    random = new Random(seed);
  }

  void run() {
    Scenario scenario = scenario();
    Outcome all = Simulation.run(scenario, placer, rounds::add);
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      if (head(rounds.get(i)).isPresent()) {
        held.add(i);
      }
    }
    if (held.isEmpty()) {
      return;
    }
    int moment = held.get(random.nextInt(held.size()));
    String head = head(rounds.get(moment)).orElseThrow();
    Outcome alone = Simulation.run(scenario, new Alone(placer, rounds, moment, head));
    Instant late = started(all, head);
    Instant early = started(alone, head);
    Invariants.check(
        !late.isAfter(early),
        "THE HEAD IS DELAYED: " + head + " from " + early + " to " + late,
        "since " + rounds.get(moment).now(),
        rounds.get(moment).queue(),
        rounds.get(moment).fleet());
  }

  private static Instant started(Outcome outcome, String group) {
    return outcome.groups().stream()
        .filter(ended -> ended.id().equals(group))
        .map(Outcome.Ended::started)
        .findFirst()
        .orElse(Instant.MAX);
  }

  private static Optional<String> head(Round round) {
    return round.decisions().stream()
        .filter(decision -> decision instanceof Decision.Waiting)
        .map(decision -> decision.group().id())
        .findFirst();
  }

  private Scenario scenario() {
    List<PoolState> pools = new ArrayList<>();
    for (int p = 0; p <= random.nextInt(2); p++) {
      List<Node> nodes = new ArrayList<>();
      int accelerators = 1 << random.nextInt(4);
      Resources capacity = Resources.whole(8000, 8, 8, accelerators);
      for (int n = 0; n <= random.nextInt(4); n++) {
        nodes.add(new Node("n" + n, "p", capacity, capacity));
      }
      pools.add(new PoolState("pool" + p, nodes));
    }
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < 6 + random.nextInt(14); i++) {
      flows.add(Flow.single("f" + i, "", random.nextInt(2), Scenario.START, tasks(), work()));
    }
    Policy policy = new Policy(Objective.TIME, false, false, Duration.ZERO, true, Duration.ZERO);
    Scenario plain = Scenario.of(pools, policy, flows);
    return plain.until(plain.begin().plus(Duration.ofDays(60)), Scenario.Supply.NONE);
  }

  private List<TaskRequest> tasks() {
    long milli =
        random.nextInt(3) == 0
            ? 1 + random.nextInt(999)
            : (long) random.nextInt(5) * Resources.WHOLE;
    Resources amount = new Resources(1000L + random.nextInt(4000), 1, 1, milli);
    List<TaskRequest> tasks = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      tasks.add(new TaskRequest("t" + i, amount, Optional.empty(), Set.of()));
    }
    return tasks;
  }

  private Work work() {
    return new Work(
        Duration.ofMinutes(1 + random.nextInt(600)),
        Optional.empty(),
        Work.Source.WORKFLOW,
        Map.of(),
        Optional.empty());
  }

  /** Repeats what was decided, and from a moment on asks about one group only. */
  private static final class Alone implements Placer {
    private final Placer placer;
    private final List<Round> known;
    private final int moment;
    private final String only;
    private int round;

    Alone(Placer placer, List<Round> known, int moment, String only) {
      this.placer = placer;
      this.known = known;
      this.moment = moment;
      this.only = only;
    }

    @Override
    public List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now) {
      int at = round++;
      if (at < moment) {
        return known.get(at).decisions();
      }
      List<Decision> decisions = new ArrayList<>();
      for (GroupRequest group : queue) {
        if (at == moment) {
          decisions.add(asBefore(group));
        } else if (group.id().equals(only)) {
          decisions.addAll(placer.decide(List.of(group), fleet, now));
        } else {
          decisions.add(new Decision.Waiting(group, List.of(), new Explanation("", List.of())));
        }
      }
      return decisions;
    }

    /** What was placed before the head was looked at is placed here too. */
    private Decision asBefore(GroupRequest group) {
      for (Decision decision : known.get(moment).decisions()) {
        if (decision.group().id().equals(only)) {
          break;
        }
        if (decision.group().id().equals(group.id())) {
          return decision;
        }
      }
      return new Decision.Waiting(group, List.of(), new Explanation("", List.of()));
    }
  }
}
