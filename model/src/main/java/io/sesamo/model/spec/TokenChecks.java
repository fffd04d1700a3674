package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warns of job-time tokens that nothing will ever fill: programs would see them as they stand. */
final class TokenChecks {

  private static final Pattern TOKEN =
      Pattern.compile("\\{\\{ {0,9}(input|host):([^}]{1,200}?) {0,9}\\}\\}");

  private TokenChecks() {}

  /** Warns of {@code {{input:…}}} without such an input. */
  static void inputs(Fields fields, TaskSpec task) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < task.inputs().size(); i++) {
      known.add(String.valueOf(i));
      if (task.inputs().get(i) instanceof InputSpec.FromTask from) {
        known.add(from.task());
      }
    }
    for (String name : named(task, "input")) {
      if (name.contains("{{")) {
        fields.warnHere(
            "The token {{input:" + name + "}} of task '" + task.name() + "' is no template.",
            "To fill the number in, write {{ '{{input:' ~ i ~ '}}' }}.");
      } else if (!known.contains(name)) {
        fields.warnHere(
            unfilled("input:" + name, task, "an input that it does not have"),
            "Inputs are counted from 0, or named by their task.");
      }
    }
  }

  /** Warns of {@code {{host:…}}} of a task outside the group. */
  static void hosts(List<GroupSpec> groups, Map<String, Location> places, List<Problem> problems) {
    Map<String, String> groupOf = new HashMap<>();
    groups.forEach(group -> group.tasks().forEach(task -> groupOf.put(task.name(), group.name())));
    for (GroupSpec group : groups) {
      for (TaskSpec task : group.tasks()) {
        for (String name : named(task, "host")) {
          if (!group.name().equals(groupOf.get(name))) {
            boolean elsewhere = groupOf.containsKey(name);
            problems.add(
                Problem.warning(
                    places.getOrDefault(task.name(), Location.wholeFile("")),
                    unfilled("host:" + name, task, elsewhere ? "another group's task" : "no task"),
                    "Only tasks of one group run at the same time and can reach each other."));
          }
        }
      }
    }
  }

  private static String unfilled(String token, TaskSpec task, String what) {
    return "The token {{%s}} of task '%s' names %s, and stays as it is."
        .formatted(token, task.name(), what);
  }

  private static Set<String> named(TaskSpec task, String kind) {
    List<String> texts = new ArrayList<>(task.command());
    texts.addAll(task.args());
    texts.addAll(task.environment().values());
    task.files().stream()
        .filter(file -> !file.base64())
        .map(FileSpec::contents)
        .forEach(texts::add);
    Set<String> names = new LinkedHashSet<>();
    for (String text : texts) {
      Matcher matcher = TOKEN.matcher(text);
      while (matcher.find()) {
        if (matcher.group(1).equals(kind)) {
          names.add(matcher.group(2));
        }
      }
    }
    return names;
  }
}
