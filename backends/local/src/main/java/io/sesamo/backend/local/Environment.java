package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.model.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The environment variables of a task, and the words of its command that name them. */
final class Environment {

  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * Which part of an NVIDIA chip's threads a program under its Multi-Process Service (MPS) may use.
   * A program that finds no such service runs as it would without (nvidia-cuda-mps-control(1)).
   */
  private static final String MPS_PERCENTAGE = "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE";

  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$?)\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

  private Environment() {}

  /** What the runtime and the author say, and after them what Sesamo says of the task. */
  static Map<String, String> of(
      Launch launch,
      TaskLaunch task,
      Places places,
      Equipment runtime,
      Map<String, String> author,
      List<Integer> accelerators) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", String.join(":", runtime.path(SYSTEM_PATH)));
    variables.put("HOME", places.workspace());
    variables.put("TMPDIR", places.temporary());
    variables.put("LANG", "C.UTF-8");
    variables.putAll(runtime.environment());
    variables.putAll(author);
    variables.put("SESAMO_WORKFLOW", launch.workflow());
    variables.put("SESAMO_GROUP", launch.group());
    variables.put("SESAMO_TASK", task.name());
    variables.put("SESAMO_ATTEMPT", String.valueOf(launch.attempt()));
    variables.put("SESAMO_LAUNCH", launch.id());
    variables.putAll(where(launch.place(), task));
    variables.put("CUDA_VISIBLE_DEVICES", numbers(accelerators));
    long milli = task.amount().acceleratorMilli();
    if (task.amount().shares()) {
      variables.put("SESAMO_ACCELERATOR_SHARE", Resources.acceleratorWords(milli));
    }
    if (task.amount().shares() && !accelerators.isEmpty()) {
      variables.putIfAbsent(MPS_PERCENTAGE, String.valueOf(Math.max(1, Math.round(milli / 10.0))));
    }
    return variables;
  }

  private static String numbers(List<Integer> accelerators) {
    return accelerators.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Where the task runs, as far as it is known, and whether that place is emulated. */
  private static Map<String, String> where(Launch.Place place, TaskLaunch task) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("SESAMO_POOL", place.pool());
    variables.put("SESAMO_SITE", place.site());
    variables.put("SESAMO_PLATFORM", task.platform());
    variables.put("SESAMO_ACCELERATOR", task.accelerator());
    variables.put("SESAMO_ACCELERATOR_NUMBERS", numbers(task.accelerators()));
    variables.values().removeIf(String::isEmpty);
    if (place.emulated()) {
      variables.put("SESAMO_EMULATED", "1");
    }
    return variables;
  }

  /** Whether the value of a variable would come into the word. */
  static boolean refersTo(String word, String variable) {
    return REFERENCE
        .matcher(word)
        .results()
        .anyMatch(found -> found.group(1).isEmpty() && found.group(2).equals(variable));
  }

  /**
   * {@code $(NAME)} becomes the variable's value, as Kubernetes does it: an unknown name stays as
   * it is, and {@code $$(NAME)} becomes {@code $(NAME)}.
   */
  static String expand(String word, Map<String, String> variables) {
    return REFERENCE
        .matcher(word)
        .replaceAll(found -> {
          String value = variables.get(found.group(2));
          boolean escaped = !found.group(1).isEmpty();
          String text =
              escaped ? found.group().substring(1) : value == null ? found.group() : value;
          return Matcher.quoteReplacement(text);
        });
  }
}
