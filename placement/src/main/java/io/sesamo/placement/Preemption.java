package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses running groups to stop for one that fits nowhere.
 *
 * <p>A group may take the place of one of its own tenant with a lower priority, and, while its
 * tenant stays within what that is guaranteed, of one of a tenant that has more than it is
 * guaranteed. Groups that have run for less than {@link Policy#minimumRun} stay. Where only
 * priority speaks for it, it must also gain more than is lost: the accelerator-seconds
 * (CPU-seconds, where none has an accelerator) by which it is done sooner, against those that the
 * victims have worked.
 *
 * @param gang that needs the room
 * @param gain how much sooner it would be done
 */
record Preemption(
    GroupRequest group, Gang gang, Duration gain, Policy policy, Shares shares, Instant now) {

  /**
   * The victims: stopping them makes the group fit, stopping all but one of them does not.
   *
   * @param free what is free and is being freed
   * @param running in the pool
   * @return empty when no victims may be had, or they would lose more than is gained
   */
  Optional<List<Running>> victims(Book book, Room free, Collection<Running> running) {
    Map<Running, Double> lost = new HashMap<>();
    running.stream().filter(one -> may(one, 0)).forEach(one -> lost.put(one, lost(one)));
    Comparator<Running> cheapest =
        Comparator.comparingInt(Running::priority)
            .thenComparingDouble((Running one) -> lost.getOrDefault(one, 0.0))
            .thenComparing(Running::id);
    Tally tally = new Tally(gang, free);
    Map<Running, Map<Integer, Allocation>> chosen = new LinkedHashMap<>();
    Map<String, Long> given = new HashMap<>(); // by whose guarantee it comes from
    for (Running victim : lost.keySet().stream().sorted(cheapest).toList()) {
      if (tally.fits()) {
        break;
      }
      Map<Integer, Allocation> taken = book.numbered(victim.taken());
      String guarded = shares.guarded(victim.tenant());
      if (may(victim, given.getOrDefault(guarded, 0L)) && tally.uses(taken)) {
        tally.give(taken);
        chosen.put(victim, taken);
        given.merge(guarded, victim.acceleratorMilli(), Long::sum);
      }
    }
    if (!tally.fits() || chosen.isEmpty()) {
      return Optional.empty();
    }
    for (Running dear : chosen.keySet().stream().sorted(cheapest.reversed()).toList()) {
      Map<Integer, Allocation> taken = chosen.getOrDefault(dear, Map.of());
      chosen.remove(dear);
      tally.take(taken);
      if (!tally.fits()) {
        tally.give(taken);
        chosen.put(dear, taken);
      }
    }
    List<Running> victims = List.copyOf(chosen.keySet());
    return worth(victims) ? Optional.of(victims) : Optional.empty();
  }

  /**
   * Whether it may be stopped.
   *
   * @param given thousandths of accelerators that its tenant gives up already, all parts together
   */
  private boolean may(Running victim, long given) {
    if (!victim.stoppable()
        || victim.stopping()
        || Duration.between(victim.since(), now).compareTo(policy.minimumRun()) < 0) {
      return false;
    }
    if (victim.tenant().equals(group.tenant())) {
      return group.priority() > victim.priority();
    }
    return entitled()
        && victim.acceleratorMilli() > 0
        && shares.borrowed(victim.tenant(), -given) > 0;
  }

  /** Whether the group takes no more than its tenant is guaranteed. */
  private boolean entitled() {
    return group.stage().acceleratorMilli() > 0
        && shares.guaranteed(group.tenant()) > 0
        && shares.borrowed(group.tenant(), group.stage().acceleratorMilli()) == 0;
  }

  private boolean worth(List<Running> victims) {
    if (entitled() && victims.stream().noneMatch(v -> v.tenant().equals(group.tenant()))) {
      return true;
    }
    double lost = victims.stream().mapToDouble(this::lost).sum();
    double gained = Estimator.seconds(gain) * size(group);
    return gained > lost;
  }

  private static double size(GroupRequest group) {
    Resources all = Lots.of(group.tasks()).total();
    return all.acceleratorMilli() > 0 ? all.accelerators() : all.cpuMilli() / 1000.0;
  }

  /** What it has worked: accelerator-seconds, or CPU-seconds where it has no accelerator. */
  double lost(Running victim) {
    double seconds = Estimator.seconds(Duration.between(victim.since(), now));
    Resources all =
        victim.taken().values().stream()
            .map(Allocation::amount)
            .reduce(Resources.NONE, Resources::plus);
    double size = all.acceleratorMilli() > 0 ? all.accelerators() : all.cpuMilli() / 1000.0;
    return seconds * size;
  }
}
