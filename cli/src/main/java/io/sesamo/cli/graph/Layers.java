package io.sesamo.cli.graph;

import io.sesamo.model.Resources;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workflow's groups in layers: each stands one layer after the last of those that it waits for.
 *
 * @param layers from those that wait for nothing; within a layer near to what they wait for
 */
public record Layers(List<List<GroupSpec>> layers) {

  public Layers {
    layers = layers.stream().map(List::copyOf).toList();
  }

  public static Layers of(WorkflowSpec workflow) {
    Map<String, Integer> inFile = new HashMap<>();
    Map<String, Integer> awaited = new HashMap<>();
    Map<String, List<GroupSpec>> downstream = new HashMap<>();
    List<GroupSpec> layer = new ArrayList<>();
    for (GroupSpec group : workflow.groups()) {
      inFile.put(group.name(), inFile.size());
      awaited.put(group.name(), group.upstream().size());
      for (String upstream : group.upstream()) {
        downstream.computeIfAbsent(upstream, name -> new ArrayList<>()).add(group);
      }
      if (group.upstream().isEmpty()) {
        layer.add(group);
      }
    }
    List<List<GroupSpec>> layers = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    while (!layer.isEmpty()) {
      layer.sort(
          Comparator.comparingDouble((GroupSpec group) -> middle(group, places))
              .thenComparing(group -> inFile.getOrDefault(group.name(), 0)));
      List<GroupSpec> next = new ArrayList<>();
      for (int i = 0; i < layer.size(); i++) {
        places.put(layer.get(i).name(), i);
        for (GroupSpec group : downstream.getOrDefault(layer.get(i).name(), List.of())) {
          if (awaited.merge(group.name(), -1, Integer::sum) == 0) {
            next.add(group);
          }
        }
      }
      layers.add(layer);
      layer = next;
    }
    return new Layers(layers);
  }

  /** Where in their layers those stand that a group waits for, on average. */
  private static double middle(GroupSpec group, Map<String, Integer> places) {
    return group.upstream().stream()
        .mapToInt(upstream -> places.getOrDefault(upstream, 0))
        .average()
        .orElse(0);
  }

  /** The group of a bare task is shown as the task. */
  public static String name(GroupSpec group) {
    boolean bare =
        group.tasks().size() == 1
            && group.name().equals(group.tasks().getFirst().name() + "-group");
    return bare ? group.tasks().getFirst().name() : group.name();
  }

  /** The same for a group that is known by its name. */
  public String name(String group) {
    return layers.stream()
        .flatMap(List::stream)
        .filter(one -> one.name().equals(group))
        .map(Layers::name)
        .findFirst()
        .orElse(group);
  }

  /**
   * For each group those that it would wait for anyway, since it waits for some that wait for them.
   */
  Map<String, Set<String>> implied() {
    List<GroupSpec> groups = layers.stream().flatMap(List::stream).toList();
    Map<String, Integer> numbers = new HashMap<>();
    Map<String, BitSet> awaited = new HashMap<>(); // by way of others too
    Map<String, Set<String>> implied = new HashMap<>();
    for (GroupSpec group : groups) {
      numbers.put(group.name(), numbers.size());
      BitSet byWayOfOthers = new BitSet();
      group.upstream().forEach(name -> byWayOfOthers.or(awaited.getOrDefault(name, new BitSet())));
      BitSet all = (BitSet) byWayOfOthers.clone();
      Set<String> anyway = new HashSet<>();
      for (String upstream : group.upstream()) {
        int number = numbers.getOrDefault(upstream, 0);
        if (byWayOfOthers.get(number)) {
          anyway.add(upstream);
        }
        all.set(number);
      }
      awaited.put(group.name(), all);
      implied.put(group.name(), anyway);
    }
    return implied;
  }

  /** What the workflow holds, in one line. */
  public String summary() {
    List<TaskSpec> tasks =
        layers.stream().flatMap(List::stream).flatMap(group -> group.tasks().stream()).toList();
    long groups = layers.stream().mapToLong(List::size).sum();
    long accelerators =
        tasks.stream().mapToLong(task -> task.resources().amount().acceleratorMilli()).sum();
    return counted(tasks.size(), "task")
        + ", "
        + counted(groups, "group")
        + ", "
        + Resources.acceleratorWords(accelerators)
        + (accelerators == Resources.WHOLE ? " GPU" : " GPUs")
        + ", longest chain "
        + layers.size();
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
