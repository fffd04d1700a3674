package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.Estimate;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import io.sesamo.placement.Stage;
import io.sesamo.placement.TaskRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Other worlds, made of one: what if this were not so. */
final class Models {

  private Models() {}

  /** A pool with other conditions: open, with all nodes usable. */
  static PoolState open(PoolState pool, boolean keepTenants) {
    return new PoolState(
        pool.name(),
        pool.site(),
        Optional.empty(),
        keepTenants ? pool.tenants() : Set.of(),
        pool.emulated(),
        pool.platforms(),
        pool.nodes().stream()
            .map(node ->
                new Node(
                    node.name(),
                    node.platform(),
                    node.capacity(),
                    node.free(),
                    node.labels(),
                    true,
                    node.taken()))
            .toList());
  }

  static FleetState with(FleetState fleet, List<PoolState> pools, List<Running> running) {
    return new FleetState(pools, running, fleet.network(), fleet.tenants(), fleet.policy());
  }

  /** The fleet as it was when a group's turn had come: with what was placed before it. */
  static FleetState before(Round round, GroupRequest group) {
    Cluster cluster = new Cluster(round.fleet().pools());
    List<Running> running = new ArrayList<>(round.fleet().running());
    for (Decision decision : round.decisions()) {
      if (decision.group().id().equals(group.id())) {
        break;
      }
      if (decision instanceof Decision.Placed placed) {
        Running run = running(placed, round);
        cluster.take(run.pool(), run.taken());
        running.add(run);
      }
    }
    return with(round.fleet(), cluster.pools(), running);
  }

  private static Running running(Decision.Placed placed, Round round) {
    GroupRequest group = placed.group();
    return new Running(
        group.id(),
        group.tenant(),
        group.priority(),
        placed.placement().pool(),
        Cluster.taken(placed.placement(), group.tasks()),
        round.now(),
        round.now().plus(predicted(placed)),
        Optional.empty(),
        true,
        false);
  }

  private static Duration predicted(Decision.Placed placed) {
    Estimate chosen =
        placed.explanation().candidates().stream()
            .filter(candidate -> candidate.standing() == Explanation.Standing.CHOSEN)
            .findFirst()
            .flatMap(Explanation.Candidate::estimate)
            .orElseThrow();
    return chosen.transfer().plus(chosen.run());
  }

  /** Those that were looked at before a group and wait. */
  static List<GroupRequest> waitingBefore(Round round, GroupRequest group) {
    List<GroupRequest> earlier = new ArrayList<>();
    for (Decision decision : round.decisions()) {
      if (decision.group().id().equals(group.id())) {
        break;
      }
      if (decision instanceof Decision.Waiting) {
        earlier.add(decision.group());
      }
    }
    return earlier;
  }

  static GroupRequest lawful(GroupRequest group) {
    Stage is = group.stage();
    return with(
        group,
        new Stage(is.name(), is.tasks(), is.work(), Map.of(), is.output(), is.onward()),
        group.wishes());
  }

  static GroupRequest with(GroupRequest group, Stage stage, Wishes wishes) {
    return new GroupRequest(
        group.id(),
        group.tenant(),
        group.priority(),
        group.readySince(),
        stage,
        wishes,
        group.data());
  }

  static GroupRequest tasks(GroupRequest group, UnaryOperator<TaskRequest> change) {
    Stage is = group.stage();
    List<TaskRequest> tasks = is.tasks().stream().map(change).toList();
    return with(
        group,
        new Stage(is.name(), tasks, is.work(), is.forbidden(), is.output(), is.onward()),
        group.wishes());
  }

  /** Copies of all nodes of a pool, idle, each copy in places of its own in the network. */
  static PoolState more(PoolState pool, int copies) {
    List<Node> nodes = new ArrayList<>(pool.nodes());
    for (int copy = 1; copy <= copies; copy++) {
      for (Node node : pool.nodes()) {
        Map<String, String> labels = new HashMap<>(node.labels());
        for (String level : List.of("rack", "row")) {
          String mark = "+" + copy;
          labels.computeIfPresent(level, (key, value) -> value + mark);
        }
        nodes.add(
            new Node(
                node.name() + "+" + copy,
                node.platform(),
                node.capacity(),
                node.capacity(),
                labels,
                node.usable()));
      }
    }
    return pool.with(nodes);
  }

  /** The names that copies of nodes have. */
  static Set<String> copies(Set<String> nodes, int copies) {
    Set<String> all = new HashSet<>(nodes);
    for (String node : nodes) {
      for (int copy = 1; copy <= copies; copy++) {
        all.add(node + "+" + copy);
      }
    }
    return all;
  }
}
