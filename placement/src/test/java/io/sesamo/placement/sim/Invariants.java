package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.Decision.Placed;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Node;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placer;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import io.sesamo.placement.Scheduler;
import io.sesamo.placement.TaskRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What must hold of every round. A check throws an {@link AssertionError} that begins with the name
 * of what is broken.
 */
public final class Invariants implements Round.Watcher {

  private final Random random;
  private final Consumer<AssertionError> broken;
  private int rounds;
  private int waiting;

  /**
   * Checks of a scenario.
   *
   * @param seed of what is tried on samples only
   * @param broken is told what does not hold
   */
  public Invariants(long seed, Consumer<AssertionError> broken) {
    random = new Random(seed);
    this.broken = broken;
  }

  /** How many reasons of waiting groups were tried. */
  public int tried() {
    return waiting;
  }

  @Override
  public void decided(Round round) {
    rounds++;
    oncePerGroup(round);
    Cluster cluster = new Cluster(round.fleet().pools());
    Map<String, Long> uses = new HashMap<>();
    for (Tenant tenant : round.fleet().tenants()) {
      uses.put(tenant.name(), Rules.use(round.fleet(), tenant));
    }
    for (Decision decision : round.decisions()) {
      attempt(() -> Explained.check(decision));
      switch (decision) {
        case Placed placed -> {
          attempt(() -> allowed(placed, cluster));
          cluster.take(
              placed.placement().pool(), Cluster.taken(placed.placement(), placed.group().tasks()));
          attempt(() -> quotas(placed, round.fleet(), uses));
        }
        case Decision.Waiting waits -> attempt(() -> victims(waits, round));
        case Decision.Unlawful unlawful -> attempt(() -> unlawful(unlawful));
        case Decision.Impossible impossible -> attempt(() -> impossible(impossible, round));
      }
    }
    if (random.nextInt(10) == 0) {
      attempt(() -> deterministic(round));
    }
    if (random.nextInt(8) == 0) {
      attempt(() -> blocker(round));
    }
  }

  private void attempt(Runnable check) {
    try {
      check.run();
    } catch (AssertionError failed) {
      broken.accept(new AssertionError(failed.getMessage() + "\n  in round " + rounds, failed));
    }
  }

  static void check(boolean holds, String what, Object... facts) {
    if (!holds) {
      StringBuilder all = new StringBuilder(what);
      for (Object fact : facts) {
        all.append("\n  ").append(fact);
      }
      throw new AssertionError(all.toString());
    }
  }

  private static void oncePerGroup(Round round) {
    List<String> asked = round.queue().stream().map(GroupRequest::id).sorted().toList();
    List<String> answered =
        round.decisions().stream().map(decision -> decision.group().id()).sorted().toList();
    check(asked.equals(answered), "ONE DECISION PER GROUP", asked, answered);
  }

  private static void allowed(Placed placed, Cluster cluster) {
    GroupRequest group = placed.group();
    Placement placement = placed.placement();
    Set<String> names = new HashSet<>();
    group.tasks().forEach(task -> names.add(task.task()));
    check(names.equals(placement.slots().keySet()), "GANGS WHOLE", group, placement);
    PoolState pool = cluster.pool(placement.pool());
    Optional<String> broken = Rules.broken(group, pool);
    check(broken.isEmpty(), "POOL NOT ALLOWED", broken, group, pool);
    for (TaskRequest task : group.tasks()) {
      Node node = cluster.node(placement.pool(), placement.node(task.task()));
      Optional<String> wrong = Rules.broken(group, pool, task, node);
      check(wrong.isEmpty(), "NODE NOT ALLOWED", wrong, group, node);
    }
    Optional<String> apart = Rules.apart(group, placement, cluster);
    check(apart.isEmpty(), "REQUIRED TOPOLOGY", apart, group, placement);
  }

  private static void quotas(Placed placed, FleetState fleet, Map<String, Long> uses) {
    long more = placed.group().stage().acceleratorMilli();
    for (Tenant tenant : fleet.tenants()) {
      if (Rules.within(placed.group().tenant(), tenant.name())) {
        long use = uses.merge(tenant.name(), more, Long::sum);
        check(
            more == 0 || use <= Rules.most(tenant), "QUOTA EXCEEDED", use, tenant, placed.group());
        boolean borrows =
            more > 0
                && tenant.name().equals(placed.group().tenant())
                && use > Rules.guaranteed(tenant);
        check(
            !borrows || said(placed.explanation()).contains("borrow"),
            "BORROWING NOT TOLD",
            use,
            tenant,
            placed.group(),
            placed.explanation());
      }
    }
  }

  private static String said(Explanation explanation) {
    return explanation.toString().toLowerCase(Locale.ROOT);
  }

  private static void unlawful(Decision.Unlawful unlawful) {
    var forbidden = unlawful.group().stage().forbidden();
    check(!forbidden.isEmpty(), "UNLAWFUL WITHOUT A LAW", unlawful);
    boolean milder =
        forbidden.values().stream()
            .flatMap(of -> of.values().stream())
            .anyMatch(one -> !one.forGood());
    check(!unlawful.forGood() || !milder || forbidden.size() > 1, "FOR GOOD", unlawful);
  }

  /** It cannot be placed in the whole fleet, open and with nothing running or forbidden. */
  private static void impossible(Decision.Impossible impossible, Round round) {
    List<PoolState> idle = new ArrayList<>();
    for (PoolState pool : round.fleet().pools()) {
      idle.add(Models.open(pool.idle(), true));
    }
    FleetState fleet = Models.with(round.fleet(), idle, List.of());
    GroupRequest group = Models.lawful(impossible.group());
    boolean limited = group.wishes().budget().isPresent() || group.wishes().deadline().isPresent();
    // Unequal tasks are packed greedily: that another way to pack them was not found is known.
    boolean unequal = group.tasks().stream().map(TaskRequest::amount).distinct().count() > 1;
    Decision again = GreedyPlacer.FIRST.decide(List.of(group), fleet, round.now()).getFirst();
    check(limited || unequal || !(again instanceof Placed), "NOT IMPOSSIBLE", impossible, again);
  }

  private void deterministic(Round round) {
    List<GroupRequest> shuffled = new ArrayList<>(round.queue());
    Collections.shuffle(shuffled, random);
    // A new scheduler remembers nothing of the calls before, which must not matter.
    Placer placer = round.placer() instanceof Scheduler ? new Scheduler() : round.placer();
    List<Decision> again = placer.decide(shuffled, round.fleet(), round.now());
    if (!again.equals(round.decisions())) {
      for (int i = 0; i < again.size(); i++) {
        check(
            again.get(i).equals(round.decisions().get(i)),
            "NOT DETERMINISTIC",
            round.decisions().get(i),
            again.get(i));
      }
    }
  }

  private void victims(Decision.Waiting waits, Round round) {
    if (waits.victims().isEmpty()) {
      return;
    }
    check(round.fleet().policy().preemption(), "PREEMPTION IS OFF", waits);
    Map<String, Running> running = new HashMap<>();
    round.fleet().running().forEach(run -> running.put(run.id(), run));
    check(running.keySet().containsAll(waits.victims()), "VICTIM DOES NOT RUN", waits);
    check(Set.copyOf(waits.victims()).size() == waits.victims().size(), "VICTIM TWICE", waits);
    for (String id : waits.victims()) {
      Running victim = running.get(id);
      if (victim != null) {
        Preemptions.justified(waits, victim, round);
      }
    }
    Preemptions.minimal(waits, round);
  }

  private void blocker(Round round) {
    List<Decision.Waiting> waits =
        round.decisions().stream()
            .filter(decision -> decision instanceof Decision.Waiting)
            .map(decision -> (Decision.Waiting) decision)
            .toList();
    if (waits.isEmpty()) {
      return;
    }
    Decision.Waiting one = waits.get(random.nextInt(waits.size()));
    List<Candidate> named =
        one.explanation().candidates().stream()
            .filter(candidate -> candidate.constraint().isPresent())
            .toList();
    check(!named.isEmpty(), "NO BLOCKER NAMED", one);
    waiting++;
    if (round.placer() instanceof Scheduler scheduler) {
      scheduler
          .explain(one.group().id(), round.queue(), round.fleet(), round.now())
          .ifPresentOrElse(
              asked -> Explained.outlook(one, asked), () -> check(false, "NOT IN THE QUEUE", one));
    }
    Blockers.tried(one, named.get(random.nextInt(named.size())), round);
  }
}
