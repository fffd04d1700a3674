package io.sesamo.cli.graph;

import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, GroupSpec> groups = new LinkedHashMap<>();
    workflow.groups().forEach(group -> groups.put(group.name(), group));
    Map<String, Integer> depths = new HashMap<>();
    groups.keySet().forEach(name -> depth(name, groups, depths));
    List<List<GroupSpec>> layers = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (int depth = 0; layers.stream().mapToInt(List::size).sum() < groups.size(); depth++) {
      List<GroupSpec> layer = new ArrayList<>();
      for (GroupSpec group : groups.values()) {
        if (depth == depths.getOrDefault(group.name(), 0)) {
          layer.add(group);
        }
      }
      layer.sort(Comparator.comparingDouble(group -> middle(group, places)));
      for (int i = 0; i < layer.size(); i++) {
        places.put(layer.get(i).name(), i);
      }
      layers.add(layer);
    }
    return new Layers(layers);
  }

  private static int depth(
      String name, Map<String, GroupSpec> groups, Map<String, Integer> depths) {
    Integer known = depths.get(name);
    GroupSpec group = groups.get(name);
    if (known != null || group == null) {
      return known == null ? 0 : known;
    }
    int depth =
        group.upstream().stream()
            .mapToInt(upstream -> depth(upstream, groups, depths) + 1)
            .max()
            .orElse(0);
    depths.put(name, depth);
    return depth;
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

  /** Whether a group would wait for another one anyway, since it waits for some that does. */
  boolean implied(GroupSpec group, String upstream) {
    return group.upstream().stream()
        .filter(other -> !other.equals(upstream))
        .anyMatch(other -> reaches(other, upstream));
  }

  private boolean reaches(String from, String wanted) {
    return layers.stream()
        .flatMap(List::stream)
        .filter(group -> group.name().equals(from))
        .anyMatch(group ->
            group.upstream().contains(wanted)
                || group.upstream().stream().anyMatch(next -> reaches(next, wanted)));
  }

  /** What the workflow holds, in one line. */
  public String summary() {
    List<TaskSpec> tasks =
        layers.stream().flatMap(List::stream).flatMap(group -> group.tasks().stream()).toList();
    long groups = layers.stream().mapToLong(List::size).sum();
    long accelerators =
        tasks.stream().mapToLong(task -> task.resources().amount().accelerators()).sum();
    return counted(tasks.size(), "task")
        + ", "
        + counted(groups, "group")
        + ", "
        + counted(accelerators, "GPU")
        + ", longest chain "
        + layers.size();
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
