package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds which groups each group takes inputs from, and refuses circles. */
final class Dependencies {

  private final Location where;
  private final Map<String, Location> places;
  private final List<Problem> problems;

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
      String advice =
          Names.nearest(wanted, groupOfTask.keySet())
              .map(name -> "Did you mean " + name + "?")
              .orElse(
                  "There is: "
                      + String.join(", ", groupOfTask.keySet().stream().sorted().toList())
                      + ".");
      problems.add(
          Problem.error(
              places.getOrDefault(key(task.name(), wanted), where),
              "Task '%s' takes its input from task '%s', which does not exist."
                  .formatted(task.name(), wanted),
              advice));
    }
    return Optional.ofNullable(group);
  }

  private void refuseCircles(List<GroupSpec> groups) {
    Map<String, GroupSpec> byName = new HashMap<>();
    groups.forEach(group -> byName.put(group.name(), group));
    Set<String> sound = new HashSet<>();
    for (GroupSpec group : groups) {
      Deque<String> path = new ArrayDeque<>();
      Optional<List<String>> circle = circle(group.name(), byName, sound, path);
      if (circle.isPresent()) {
        problems.add(
            Problem.error(
                where,
                "The inputs form a cycle: " + String.join(" → ", circle.get()) + ".",
                "A task cannot need its own output, not even by way of others."));
        return;
      }
    }
  }

  private static Optional<List<String>> circle(
      String group, Map<String, GroupSpec> byName, Set<String> sound, Deque<String> path) {
    if (path.contains(group)) {
      List<String> names = new ArrayList<>(path);
      List<String> circle = new ArrayList<>(names.subList(names.indexOf(group), names.size()));
      circle.add(group);
      return Optional.of(circle.reversed().stream().map(Dependencies::shown).toList());
    }
    GroupSpec spec = byName.get(group);
    if (spec == null || sound.contains(group)) {
      return Optional.empty();
    }
    path.addLast(group);
    for (String upstream : spec.upstream()) {
      Optional<List<String>> found = circle(upstream, byName, sound, path);
      if (found.isPresent()) {
        return found;
      }
    }
    path.removeLast();
    sound.add(group);
    return Optional.empty();
  }

  /** The group of a bare task is shown as the task. */
  private static String shown(String group) {
    return group.endsWith("-group") ? group.substring(0, group.length() - 6) : group;
  }
}
