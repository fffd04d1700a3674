package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Finds which groups each group takes inputs from, and refuses circles. */
final class Dependencies {

  /** For so many unknown tasks a name is sought, and so many names are told: nobody reads more. */
  private static final int MOST_ADVISED = 20;

  private final Location where;
  private final Map<String, Location> places;
  private final List<Problem> problems;
  private int unknown;

  /** Stands for the input of a task that names another. */
  static String key(String task, String wanted) {
    return task + "/" + wanted;
  }

  /**
   * Dependencies of one workflow.
   *
   * @param where the workflow
   * @param places of inputs, by {@link #key}
   */
  Dependencies(Location where, Map<String, Location> places, List<Problem> problems) {
    this.where = where;
    this.places = Map.copyOf(places);
    this.problems = problems;
  }

  /** The same groups, each with its upstream groups. */
  List<GroupSpec> resolve(List<GroupSpec> groups) {
    Map<String, String> groupOfTask = new HashMap<>();
    groups.forEach(
        group -> group.tasks().forEach(task -> groupOfTask.put(task.name(), group.name())));
    List<GroupSpec> resolved = new ArrayList<>();
    for (GroupSpec group : groups) {
      Set<String> upstream = new LinkedHashSet<>();
      for (TaskSpec task : group.tasks()) {
        for (InputSpec input : task.inputs()) {
          if (input instanceof InputSpec.FromTask from && from.workflow().isEmpty()) {
            upstream(task, from.task(), groupOfTask).ifPresent(upstream::add);
          }
        }
      }
      resolved.add(
          new GroupSpec(
              group.name(), group.barrier(), group.ignoreNonleadStatus(), group.tasks(), upstream));
    }
    refuseCircles(resolved);
    return resolved;
  }

  private Optional<String> upstream(TaskSpec task, String wanted, Map<String, String> groupOfTask) {
    String group = groupOfTask.get(wanted);
    if (group == null) {
      problems.add(
          Problem.error(
              places.getOrDefault(key(task.name(), wanted), where),
              "Task '%s' takes its input from task '%s', which does not exist."
                  .formatted(task.name(), wanted),
              ++unknown <= MOST_ADVISED ? advice(wanted, groupOfTask.keySet()) : ""));
    }
    return Optional.ofNullable(group);
  }

  private static String advice(String wanted, Set<String> tasks) {
    return Names.nearest(wanted, tasks)
        .map(name -> "Did you mean " + name + "?")
        .orElseGet(() -> {
          String some = String.join(", ", tasks.stream().sorted().limit(MOST_ADVISED).toList());
          return "There is: " + some + (tasks.size() > MOST_ADVISED ? ", ..." : ".");
        });
  }

  private void refuseCircles(List<GroupSpec> groups) {
    Map<String, GroupSpec> byName = new HashMap<>();
    groups.forEach(group -> byName.put(group.name(), group));
    Set<String> sound = new HashSet<>();
    for (GroupSpec group : groups) {
      List<String> circle = circle(group.name(), byName, sound);
      if (!circle.isEmpty()) {
        problems.add(
            Problem.error(
                where,
                "The inputs form a cycle: " + String.join(" → ", circle) + ".",
                "A task cannot need its own output, not even by way of others."));
        return;
      }
    }
  }

  /**
   * The first circle that the group's inputs lead to; empty when there is none. Without recursion:
   * a chain may be as long as a workflow has tasks.
   *
   * @param sound groups that lead to no circle; grows
   */
  private static List<String> circle(
      String first, Map<String, GroupSpec> byName, Set<String> sound) {
    SequencedMap<String, Iterator<String>> path = new LinkedHashMap<>();
    String next = first;
    while (true) {
      GroupSpec group = byName.get(next);
      if (path.containsKey(next)) {
        List<String> names = new ArrayList<>(path.keySet());
        List<String> circle = new ArrayList<>(names.subList(names.indexOf(next), names.size()));
        circle.add(next);
        return circle.reversed().stream().map(Dependencies::shown).toList();
      }
      if (group != null && !sound.contains(next)) {
        path.putLast(next, group.upstream().iterator());
      }
      while (!path.isEmpty() && !path.lastEntry().getValue().hasNext()) {
        sound.add(path.pollLastEntry().getKey());
      }
      if (path.isEmpty()) {
        return List.of();
      }
      next = path.lastEntry().getValue().next();
    }
  }

  /** The group of a bare task is shown as the task. */
  private static String shown(String group) {
    return group.endsWith("-group") ? group.substring(0, group.length() - 6) : group;
  }
}
