package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Node;
import io.sesamo.placement.Placement;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import io.sesamo.placement.TaskRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a place must satisfy whatever runs there, in the words of the records' documents. */
public final class Rules {

  private Rules() {}

  /** What of a group's rules a pool breaks; empty: none. */
  public static Optional<String> broken(GroupRequest group, PoolState pool) {
    if (group.wishes().pool().isPresent() && !group.wishes().pool().get().equals(pool.name())) {
      return Optional.of("another pool is asked for");
    }
    if (pool.closed().isPresent()) {
      return Optional.of("the pool is closed");
    }
    if (!pool.tenants().isEmpty()
        && pool.tenants().stream().noneMatch(one -> within(group.tenant(), one))) {
      return Optional.of("the pool is not for tenant " + group.tenant());
    }
    return Optional.empty();
  }

  /** What of a task's rules a node breaks. */
  public static Optional<String> broken(
      GroupRequest group, PoolState pool, TaskRequest task, Node node) {
    if (!node.usable()) {
      return Optional.of("the node is not usable");
    }
    if (task.platform().isPresent() && !task.platform().get().equals(node.platform())) {
      return Optional.of("another platform is asked for");
    }
    if (task.nodesExcluded().contains(node.name())) {
      return Optional.of("the node is excluded");
    }
    if (!node.labels().entrySet().containsAll(group.wishes().labels().entrySet())) {
      return Optional.of("labels are missing");
    }
    if (group.stage().forbidden(pool.name(), node.platform()).isPresent()) {
      return Optional.of("it is forbidden by law");
    }
    Optional<Accelerator> chip = pool.platform(node.platform()).accelerator();
    if (task.amount().accelerators() > 0 && !runsOn(task, chip)) {
      return Optional.of("it does not run on that chip");
    }
    return Optional.empty();
  }

  private static boolean runsOn(TaskRequest task, Optional<Accelerator> chip) {
    boolean model =
        task.models().isEmpty()
            || chip.filter(found -> task.models().contains(found.id())).isPresent();
    boolean stack =
        task.stacks().isEmpty()
            || chip.filter(
                    found -> !Collections.disjoint(lower(found.stacks()), lower(task.stacks())))
                .isPresent();
    return model && stack;
  }

  private static List<String> lower(List<String> words) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** What of a required neighbourhood a placement breaks. */
  public static Optional<String> apart(GroupRequest group, Placement placement, Cluster cluster) {
    Map<String, String> values = new HashMap<>();
    for (TaskRequest task : group.tasks()) {
      Node node = cluster.node(placement.pool(), placement.node(task.task()));
      for (TaskRequest.Near near : task.near()) {
        String value = node.labels().get(near.key());
        if (!near.required()) {
          continue;
        }
        String other = value == null ? "" : values.putIfAbsent(near.key() + near.group(), value);
        if (value == null || (other != null && !other.equals(value))) {
          return Optional.of(task.task() + " is not near the others by " + near.key());
        }
      }
    }
    return Optional.empty();
  }

  /** What a tenant may have at most, in thousandths of accelerators. */
  static long most(Tenant tenant) {
    return (long) tenant.most() * Resources.WHOLE;
  }

  /** What a tenant is guaranteed, in thousandths of accelerators. */
  static long guaranteed(Tenant tenant) {
    return (long) tenant.guaranteed() * Resources.WHOLE;
  }

  /** Whether a tenant is another or below it. */
  public static boolean within(String tenant, String above) {
    return tenant.equals(above) || tenant.startsWith(above + "/");
  }

  /** Accelerators that a tenant and those below it have, in thousandths. */
  public static long use(FleetState fleet, Tenant tenant) {
    return fleet.running().stream()
        .filter(run -> within(run.tenant(), tenant.name()))
        .mapToLong(Running::acceleratorMilli)
        .sum();
  }
}
