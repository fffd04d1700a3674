package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a group may be stopped for another. */
final class Preemptions {

  private Preemptions() {}

  /** One victim: it has run long enough, and is of less right. */
  static void justified(Decision.Waiting waits, Running victim, Round round) {
    Duration ran = Duration.between(victim.since(), round.now());
    Duration least = round.fleet().policy().minimumRun();
    Invariants.check(ran.compareTo(least) >= 0, "STOPPED TOO EARLY", ran, least, victim, waits);
    Invariants.check(victim.stoppable() && !victim.stopping(), "NOT STOPPABLE", victim, waits);
    boolean lower = victim.priority() < waits.group().priority();
    Invariants.check(
        lower || reclaims(waits.group(), victim, Models.before(round, waits.group())),
        "VICTIM OF EQUAL OR HIGHER RIGHT",
        victim,
        waits.group(),
        round.fleet().tenants());
  }

  /** Whether a group within its tenant's guarantee asks back what another tenant has borrowed. */
  private static boolean reclaims(GroupRequest group, Running victim, FleetState fleet) {
    long needs = group.stage().acceleratorMilli();
    boolean entitled =
        fleet.tenants().stream()
            .anyMatch(tenant ->
                Rules.within(group.tenant(), tenant.name())
                    && !Rules.within(victim.tenant(), tenant.name())
                    && Rules.use(fleet, tenant) + needs <= Rules.guaranteed(tenant));
    boolean borrowed =
        !listed(victim, fleet.tenants())
            || fleet.tenants().stream()
                .anyMatch(tenant ->
                    Rules.within(victim.tenant(), tenant.name())
                        && Rules.use(fleet, tenant) > Rules.guaranteed(tenant));
    return entitled && borrowed;
  }

  private static boolean listed(Running victim, List<Tenant> tenants) {
    return tenants.stream().anyMatch(tenant -> Rules.within(victim.tenant(), tenant.name()));
  }

  /**
   * With all victims gone it is placed, though those before it are asked first; with any one of
   * them still there it is not.
   */
  static void minimal(Decision.Waiting waits, Round round) {
    String id = waits.group().id();
    Round then = without(victimsUntil(waits, round), waits.group(), round);
    Invariants.check(
        then.placed(id), "STOPPED IN VAIN", waits, round.brief(), "and then", then.brief());
    for (String spared : waits.victims()) {
      Set<String> others = new HashSet<>(waits.victims());
      others.remove(spared);
      Round still = without(others, waits.group(), round);
      Invariants.check(
          !still.placed(id),
          "NEEDLESS VICTIM",
          spared,
          waits,
          round.brief(),
          "and without",
          still.brief());
    }
  }

  private static Set<String> victimsUntil(Decision.Waiting waits, Round round) {
    Set<String> victims = new HashSet<>();
    for (Decision decision : round.decisions()) {
      if (decision instanceof Decision.Waiting waiting) {
        victims.addAll(waiting.victims());
      }
      if (decision.group().id().equals(waits.group().id())) {
        break;
      }
    }
    return victims;
  }

  private static Round without(Set<String> gone, GroupRequest group, Round round) {
    FleetState fleet = Models.before(round, group);
    Cluster cluster = new Cluster(fleet.pools());
    List<Running> left = new ArrayList<>();
    for (Running run : fleet.running()) {
      if (run.stopping() || gone.contains(run.id())) {
        cluster.release(run.pool(), run.taken());
      } else {
        left.add(run);
      }
    }
    List<GroupRequest> queue = Models.waitingBefore(round, group);
    queue.add(group);
    FleetState then = Models.with(fleet, cluster.pools(), left);
    return Round.of(round.placer(), queue, then, round.now());
  }
}
