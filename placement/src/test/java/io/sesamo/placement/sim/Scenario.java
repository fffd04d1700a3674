package io.sesamo.placement.sim;

import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A fleet and what comes to it.
 *
 * @param pools as they are at first, idle
 * @param flows that are known beforehand, in any order
 * @param supply of further ones while it runs
 * @param happenings in any order
 * @param noise by group, the factor by which it runs longer than predicted
 * @param begin of the clock
 * @param end of it
 * @param grace from when a group is asked to stop until it has
 * @param tick after which a queue is looked at again though nothing happened
 */
public record Scenario(
    List<PoolState> pools,
    Network network,
    List<Tenant> tenants,
    Policy policy,
    List<Flow> flows,
    Supply supply,
    List<Happening> happenings,
    ToDoubleFunction<String> noise,
    Instant begin,
    Instant end,
    Duration grace,
    Duration tick) {

  /** A moment to begin with. */
  public static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

  /** Makes work while there is little. */
  public interface Supply {
    Supply NONE = (now, waiting) -> List.of();

    /**
     * Work that arrives now.
     *
     * @param waiting how many groups of each tenant wait
     */
    List<Flow> more(Instant now, Map<String, Integer> waiting);
  }

  /** Those flows on that fleet, exactly as predicted, until all is done. */
  public static Scenario of(List<PoolState> pools, Policy policy, List<Flow> flows) {
    return new Scenario(
        pools,
        Network.USUAL,
        List.of(),
        policy,
        flows,
        Supply.NONE,
        List.of(),
        group -> 1,
        START,
        Instant.MAX,
        Duration.ofSeconds(30),
        Duration.ofMinutes(10));
  }

  public Scenario with(Network between, List<Tenant> known) {
    return new Scenario(
        pools, between, known, policy, flows, supply, happenings, noise, begin, end, grace, tick);
  }

  public Scenario until(Instant last, Supply more) {
    return new Scenario(
        pools, network, tenants, policy, flows, more, happenings, noise, begin, last, grace, tick);
  }

  public Scenario with(List<Happening> more, ToDoubleFunction<String> factor) {
    return new Scenario(
        pools, network, tenants, policy, flows, supply, more, factor, begin, end, grace, tick);
  }
}
