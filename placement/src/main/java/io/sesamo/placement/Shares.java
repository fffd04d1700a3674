package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Order.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant has of the fleet, with the decisions of one call. What a part of a tenant has,
 * the tenant has too. Not thread-safe.
 */
final class Shares {

  /**
   * The part of what a group asks for that counts as its tenant's already. Webster's half would be
   * fair if a group began when its turn comes; but while the first waits for room, what its tenant
   * has falls further, and the more so the larger the group is for the tenant. So it is a little
   * less: measured on four tenants of weights 1 to 4 over two months, {@code FairnessBench}.
   */
  private static final double ASKED = 0.45;

  private final Map<String, Tenant> quotas = new HashMap<>();
  private final Map<String, List<String>> above = new HashMap<>();
  private final Map<String, Optional<Tenant>> nearest = new HashMap<>();
  private final FleetState fleet;
  private final List<Map.Entry<String, Resources>> taken = new ArrayList<>(); // not in used yet
  private @Nullable Map<String, Resources> used;
  private @Nullable Resources total;

  Shares(FleetState fleet) {
    fleet.tenants().forEach(tenant -> quotas.put(tenant.name(), tenant));
    this.fleet = fleet;
  }

  /** What each has: worked out when it is first asked for. */
  private Map<String, Resources> used() {
    if (used == null) {
      Map<String, Resources> all = new HashMap<>();
      Map<String, long[]> sums = new HashMap<>(); // of many thousands of groups
      for (Running running : fleet.running()) {
        long[] sum = sums.computeIfAbsent(running.tenant(), key -> new long[3]);
        for (Allocation taken : running.taken().values()) {
          sum[0] += taken.amount().cpuMilli();
          sum[1] += taken.amount().memoryBytes();
          sum[2] += taken.amount().acceleratorMilli();
        }
      }
      sums.forEach((tenant, sum) -> add(all, tenant, new Resources(sum[0], sum[1], 0, sum[2])));
      taken.forEach(one -> add(all, one.getKey(), one.getValue()));
      used = all;
    }
    return used;
  }

  /** All that the fleet has. */
  private Resources total() {
    if (total == null) {
      long cpu = 0;
      long memory = 0;
      long accelerators = 0;
      for (PoolState pool : fleet.pools()) {
        for (Node node : pool.nodes()) {
          cpu += node.capacity().cpuMilli();
          memory += node.capacity().memoryBytes();
          accelerators += node.capacity().acceleratorMilli();
        }
      }
      total = new Resources(cpu, memory, 0, accelerators);
    }
    return total;
  }

  /** A tenant takes something more. */
  void take(String tenant, Resources amount) {
    if (used == null) {
      taken.add(Map.entry(tenant, amount)); // nobody has asked yet
    } else {
      add(used, tenant, amount);
    }
  }

  private void add(Map<String, Resources> sums, String tenant, Resources amount) {
    for (String name : above(tenant)) {
      sums.merge(name, amount, Resources::plus);
    }
  }

  /** A tenant and those it is a part of, the largest first. */
  private List<String> above(String tenant) {
    return above.computeIfAbsent(tenant, Shares::split);
  }

  private static List<String> split(String tenant) {
    List<String> names = new ArrayList<>();
    for (int slash = tenant.indexOf('/'); slash >= 0; slash = tenant.indexOf('/', slash + 1)) {
      names.add(tenant.substring(0, slash));
    }
    names.add(tenant);
    return names;
  }

  private long accelerators(String tenant) {
    return used().getOrDefault(tenant, Resources.NONE).acceleratorMilli();
  }

  private static long milli(int accelerators) {
    return (long) accelerators * Resources.WHOLE;
  }

  /**
   * The quota that a tenant would exceed with so many thousandths of accelerators more; the largest
   * tenant's, but first one that is smaller than that.
   */
  Optional<Tenant> exceeded(String tenant, long more) {
    if (more == 0) {
      return Optional.empty();
    }
    List<Tenant> exceeded =
        above(tenant).stream()
            .map(quotas::get)
            .filter(
                quota -> quota != null && accelerators(quota.name()) + more > milli(quota.most()))
            .toList();
    return exceeded.stream()
        .filter(quota -> more > milli(quota.most()))
        .findFirst()
        .or(() -> exceeded.stream().findFirst());
  }

  /** The quota that is the nearest to a tenant: its own, or that of what it is a part of. */
  private Optional<Tenant> nearest(String tenant) {
    return nearest.computeIfAbsent(
        tenant,
        key -> above(key).reversed().stream().map(quotas::get).filter(q -> q != null).findFirst());
  }

  /**
   * What a tenant has of accelerators beside what it is guaranteed, with so much more; all in
   * thousandths.
   */
  long borrowed(String tenant, long more) {
    return nearest(tenant)
        .map(quota -> Math.max(0, accelerators(quota.name()) + more - milli(quota.guaranteed())))
        .orElse(accelerators(tenant) + more);
  }

  /** Whose guarantee a tenant lives on: its own name, or that of what it is a part of. */
  String guarded(String tenant) {
    return nearest(tenant).map(Tenant::name).orElse(tenant);
  }

  /** How many accelerators a tenant is guaranteed. */
  int guaranteed(String tenant) {
    return nearest(tenant).map(Tenant::guaranteed).orElse(0);
  }

  /** Whether anybody is guaranteed anything: else nobody borrows. */
  boolean quotas() {
    return quotas.values().stream().anyMatch(quota -> quota.guaranteed() > 0);
  }

  /** What a tenant has of accelerators now, in thousandths. */
  long has(String tenant) {
    return nearest(tenant).map(quota -> accelerators(quota.name())).orElse(accelerators(tenant));
  }

  /**
   * Who is served first: of the two the one whose dominant share, beside what its tenant is
   * guaranteed and with almost half of what it asks for, is the smaller for the weight, at the
   * first level at which they are not parts of the same (Ghodsi et al., "Dominant Resource
   * Fairness", NSDI 2011; by levels: Bhattacharya et al., "Hierarchical Scheduling for Diverse
   * Datacenter Workloads", SoCC 2013; a half, without which those who ask for much at a time are
   * favoured, would be Webster's: Balinski and Young, "Fair Representation", 1982).
   */
  Comparator<Turn> fairest() {
    return (one, other) -> {
      List<String> mine = above(one.group().tenant());
      List<String> theirs = above(other.group().tenant());
      for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
        if (!mine.get(i).equals(theirs.get(i))) {
          return Double.compare(weighted(mine.get(i), one), weighted(theirs.get(i), other));
        }
      }
      return Integer.compare(mine.size(), theirs.size());
    };
  }

  /** The share of the group's tenant, or of what that is a part of; less than 0 below the quota. */
  private double weighted(String tenant, Turn turn) {
    Tenant quota = quotas.get(tenant);
    Resources asked = turn.lots().total();
    double share = dominant(used().getOrDefault(tenant, Resources.NONE)) + dominant(asked) * ASKED;
    return quota == null
        ? share
        : (share - part(milli(quota.guaranteed()), total().acceleratorMilli())) / quota.weight();
  }

  /** The largest share that an amount is of anything, 0 to 1. */
  private double dominant(Resources mine) {
    Resources all = total();
    return Math.max(
        part(mine.acceleratorMilli(), all.acceleratorMilli()),
        Math.max(
            part(mine.cpuMilli(), all.cpuMilli()), part(mine.memoryBytes(), all.memoryBytes())));
  }

  private static double part(long of, long all) {
    return all == 0 ? 0 : (double) of / all;
  }
}
