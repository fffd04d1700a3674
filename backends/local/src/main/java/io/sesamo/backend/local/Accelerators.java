package io.sesamo.backend.local;

import io.sesamo.model.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of this machine's accelerators, and which parts of them, are given to whom. Thread-safe.
 */
final class Accelerators {

  private static final List<String> SHARED_DEVICES =
      List.of(
          "/dev/nvidiactl",
          "/dev/nvidia-uvm",
          "/dev/nvidia-uvm-tools",
          "/dev/nvidia-modeset",
          "/dev/nvidia-caps",
          "/dev/kfd",
          "/dev/dri");

  private final int count;

  /** Thousandths of accelerators by their numbers, by the task that has them. */
  private final Map<String, Map<Integer, Integer>> given = new HashMap<>();

  Accelerators(int count) {
    this.count = count;
  }

  int count() {
    return count;
  }

  /**
   * Gives a task accelerators: those that placement chose, or others where these are not free.
   *
   * @return their numbers; fewer than it asks for when too few are free
   */
  synchronized List<Integer> take(String task, Resources amount, List<Integer> chosen) {
    int each = each(amount);
    long wanted = amount.shares() ? 1 : amount.acceleratorMilli() / Resources.WHOLE;
    boolean asPlaced =
        chosen.size() == wanted
            && chosen.stream().allMatch(one -> one < count && left(one) >= each);
    List<Integer> taken =
        asPlaced
            ? chosen
            : IntStream.range(0, count)
                .boxed()
                .filter(one -> left(one) >= each)
                .sorted(Comparator.comparingInt(this::left))
                .limit(wanted)
                .toList();
    adopt(task, amount, taken);
    return taken;
  }

  /** Marks those as given that a task of an earlier server holds. */
  synchronized void adopt(String task, Resources amount, Collection<Integer> numbers) {
    int each = each(amount);
    given.put(task, numbers.stream().collect(Collectors.toMap(one -> one, one -> each)));
  }

  synchronized void giveBack(String task) {
    given.remove(task);
  }

  private static int each(Resources amount) {
    return (int) Math.min(Resources.WHOLE, amount.acceleratorMilli());
  }

  private int left(int number) {
    return Resources.WHOLE
        - given.values().stream().mapToInt(held -> held.getOrDefault(number, 0)).sum();
  }

  /** Bubblewrap's arguments that let a task reach these accelerators. */
  static List<String> mounts(List<Integer> numbers) {
    List<String> arguments = new ArrayList<>();
    numbers.forEach(number -> device(arguments, "/dev/nvidia" + number));
    SHARED_DEVICES.forEach(device -> device(arguments, device));
    for (String folder : List.of("/sys", "/opt/rocm")) {
      arguments.addAll(List.of("--ro-bind-try", folder, folder));
    }
    return arguments;
  }

  private static void device(List<String> arguments, String path) {
    arguments.addAll(List.of("--dev-bind-try", path, path));
  }
}
