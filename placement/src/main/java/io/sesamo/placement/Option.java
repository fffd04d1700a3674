package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.Estimator.Bill;
import io.sesamo.placement.Estimator.Run;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.Stage.Forbidden;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A way for a group to use a pool: on one kind of node. Tasks that ask for a kind themselves get
 * that one.
 *
 * @param platform the kind, or the kinds
 * @param kinds of nodes of each lot of the gang
 * @param gang as it would be there, with the nodes that it may use; the names of its tasks may be
 *     those of another group that asks for the same
 */
record Option(Layout layout, String platform, List<String> kinds, Gang gang) {

  private static final double GIBI = 1L << 30;

  /**
   * What may stand against a kind of node.
   *
   * @param platform empty: it holds for the pool as a whole
   */
  record Against(String platform, Constraint constraint, String reason) {}

  /** The ways that there are, and what stands against the others. */
  record Found(List<Option> options, List<Against> against) {}

  /**
   * Looks for them.
   *
   * @param heeded which of the law's reasons count
   */
  static Found of(GroupRequest group, Lots lots, Layout layout, Predicate<Forbidden> heeded) {
    PoolState pool = layout.pool();
    Optional<Against> whole = against(group, pool);
    if (whole.isPresent()) {
      return new Found(List.of(), List.of(whole.get()));
    }
    List<Option> options = new ArrayList<>();
    List<Against> against = new ArrayList<>();
    Set<List<String>> seen = new LinkedHashSet<>();
    for (String platform : layout.usable().keySet()) {
      List<String> kinds =
          lots.all().stream().map(lot -> lot.asks().platform().orElse(platform)).toList();
      if (!seen.add(kinds)) {
        continue;
      }
      String name = String.join("+", new LinkedHashSet<>(kinds));
      Optional<Against> why =
          IntStream.range(0, kinds.size())
              .mapToObj(i -> against(group, pool, layout, lots.all().get(i), kinds.get(i), heeded))
              .flatMap(Optional::stream)
              .findFirst();
      if (why.isPresent()) {
        against.add(why.get());
      } else {
        nodes(group, lots, layout, kinds)
            .ifPresentOrElse(
                nodes -> options.add(option(layout, name, kinds, lots, nodes, group)),
                () -> against.add(noNode(name, group, lots, layout, kinds)));
      }
    }
    return new Found(options, against);
  }

  private static Option option(
      Layout layout,
      String name,
      List<String> kinds,
      Lots lots,
      List<int[]> nodes,
      GroupRequest group) {
    Gang gang =
        new Gang(layout, lots, nodes, levels(layout.pool(), kinds), group.wishes().spread());
    return new Option(layout, name, kinds, layout.alike(gang, kinds, group.wishes().labels()));
  }

  /** The labels that say of nodes of all kinds where they are, the narrowest first. */
  private static List<String> levels(PoolState pool, List<String> kinds) {
    List<String> levels = new ArrayList<>(pool.platform(kinds.getFirst()).levels());
    kinds.forEach(kind -> levels.retainAll(pool.platform(kind).levels()));
    return List.copyOf(levels);
  }

  /** How long work takes: as long as on the slowest of the kinds. */
  Run run(Work work) {
    return kinds.stream()
        .distinct()
        .map(kind -> Estimator.run(work, layout.pool().platform(kind).accelerator()))
        .max(Comparator.comparing(Run::time))
        .orElseThrow();
  }

  /**
   * The bill, that of each kind added up.
   *
   * @param move how long data move first, seconds
   */
  Bill bill(double move, Duration run) {
    Map<String, Resources> asked = new LinkedHashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      Lot lot = gang.lots().all().get(i);
      asked.merge(kinds.get(i), lot.amount().times(lot.size()), Resources::plus);
    }
    return asked.entrySet().stream()
        .map(one -> Estimator.bill(one.getValue(), layout.pool(), one.getKey(), move, run))
        .reduce(Bill::plus)
        .orElseThrow();
  }

  /** What its accelerators cost in an hour, USD. */
  OptionalDouble hourly() {
    double sum = 0;
    for (int i = 0; i < kinds.size(); i++) {
      Lot lot = gang.lots().all().get(i);
      OptionalDouble price = layout.pool().platform(kinds.get(i)).price();
      if (lot.amount().acceleratorMilli() > 0 && price.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += lot.amount().accelerators() * lot.size() * price.orElse(0);
    }
    return OptionalDouble.of(sum);
  }

  private static Optional<Against> against(GroupRequest group, PoolState pool) {
    boolean may =
        pool.tenants().isEmpty()
            || pool.tenants().stream().anyMatch(tenant -> isOf(group.tenant(), tenant));
    if (!may) { // before all else: others need not know how it is with the pool
      return Optional.of(
          new Against(
              "",
              Constraint.TENANT,
              "only for " + String.join(", ", pool.tenants().stream().sorted().toList())));
    }
    return pool.closed().map(why -> new Against("", Constraint.POOL_STATE, why));
  }

  /** Whether a tenant is another, or a part of it. */
  static boolean isOf(String tenant, String other) {
    return tenant.equals(other) || tenant.startsWith(other + "/");
  }

  private static Optional<Against> against(
      GroupRequest group,
      PoolState pool,
      Layout layout,
      Lot lot,
      String kind,
      Predicate<Forbidden> heeded) {
    if (!layout.usable().containsKey(kind)) {
      return Optional.of(
          new Against(
              kind,
              Constraint.PLATFORM,
              "no node is of platform " + kind + ", which a task asks for"));
    }
    Optional<Accelerator> accelerator = pool.platform(kind).accelerator();
    Optional<String> chip = chip(lot.asks(), accelerator).or(() -> memory(lot.asks(), accelerator));
    if (chip.isPresent()) {
      return Optional.of(new Against(kind, Constraint.CHIP, chip.get()));
    }
    return group
        .stage()
        .forbidden(pool.name(), kind)
        .filter(heeded)
        .map(no -> new Against(kind, Constraint.LAW, no.reason()));
  }

  private static Optional<String> chip(TaskRequest task, Optional<Accelerator> accelerator) {
    if (task.amount().acceleratorMilli() == 0
        || (task.models().isEmpty() && task.stacks().isEmpty())) {
      return Optional.empty();
    }
    boolean runs =
        accelerator
            .filter(chip ->
                task.models().contains(chip.id())
                    || chip.stacks().stream()
                        .anyMatch(
                            stack -> task.stacks().stream().anyMatch(stack::equalsIgnoreCase)))
            .isPresent();
    List<String> wanted = new ArrayList<>(task.models());
    wanted.addAll(task.stacks());
    return runs ? Optional.empty() : Optional.of("it needs " + String.join(" or ", wanted));
  }

  /** Chip makers' GB are GiB for this purpose, as those of memory nearly are. */
  private static Optional<String> memory(TaskRequest task, Optional<Accelerator> accelerator) {
    long milli = task.amount().acceleratorMilli();
    if (milli == 0 || task.acceleratorMemory() == 0) {
      return Optional.empty();
    }
    String needs =
        "it needs " + Words.gibibytes(task.acceleratorMemory()) + " of accelerator memory";
    OptionalDouble has = accelerator.map(Accelerator::memory).orElse(OptionalDouble.empty());
    if (has.isEmpty()) {
      return Optional.of(needs + ", and how much there is is not known");
    }
    double part = Math.min(1, milli / (double) Resources.WHOLE);
    long mine = Math.round(has.getAsDouble() * GIBI * part);
    String whose = part < 1 ? "its part has " : "one has ";
    return mine >= task.acceleratorMemory()
        ? Optional.empty()
        : Optional.of(needs + ", and " + whose + Words.gibibytes(mine));
  }

  private static Optional<List<int[]>> nodes(
      GroupRequest group, Lots lots, Layout layout, List<String> kinds) {
    List<int[]> nodes = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      int[] all = layout.usable().getOrDefault(kinds.get(i), new int[0]);
      Set<String> excluded = lots.all().get(i).asks().nodesExcluded();
      Map<String, String> labels = group.wishes().labels();
      int[] mine =
          excluded.isEmpty() && labels.isEmpty()
              ? all
              : Arrays.stream(all)
                  .filter(n -> may(layout.pool().nodes().get(n), excluded, labels))
                  .toArray();
      if (mine.length == 0) {
        return Optional.empty();
      }
      nodes.add(mine);
    }
    return Optional.of(nodes);
  }

  private static boolean may(Node node, Set<String> excluded, Map<String, String> labels) {
    return !excluded.contains(node.name())
        && node.labels().entrySet().containsAll(labels.entrySet());
  }

  /** Why no node may be used: all that would do are closed, or none would do. */
  private static Against noNode(
      String name, GroupRequest group, Lots lots, Layout layout, List<String> kinds) {
    Map<String, String> labels = group.wishes().labels();
    for (int i = 0; i < kinds.size(); i++) {
      String kind = kinds.get(i);
      Set<String> excluded = lots.all().get(i).asks().nodesExcluded();
      boolean any =
          layout.pool().nodes().stream()
              .anyMatch(node -> node.platform().equals(kind) && may(node, excluded, labels));
      if (!any) {
        String words =
            labels.isEmpty()
                ? "all its nodes are excluded"
                : new TreeMap<>(labels)
                    .entrySet().stream()
                        .map(label -> label.getKey() + ": " + label.getValue())
                        .collect(Collectors.joining(", ", "no node has ", ""));
        return new Against(name, Constraint.LABELS, words);
      }
    }
    return new Against(name, Constraint.POOL_STATE, "all nodes that would do are drained or lost");
  }
}
