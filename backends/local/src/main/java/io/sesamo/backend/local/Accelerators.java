package io.sesamo.backend.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which of this machine's accelerators are given to whom. Thread-safe. */
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
  private final NavigableSet<Integer> free = new TreeSet<>();

  Accelerators(int count) {
    this.count = count;
    IntStream.range(0, count).forEach(free::add);
  }

  int count() {
    return count;
  }

  /** Gives out that many; fewer when there are not so many free. */
  synchronized List<Integer> take(int wanted) {
    List<Integer> taken = free.stream().limit(wanted).toList();
    free.removeAll(taken);
    return taken;
  }

  /** Marks those as given that a task of an earlier server holds. */
  synchronized void adopt(Collection<Integer> numbers) {
    free.removeAll(numbers);
  }

  synchronized void giveBack(Collection<Integer> numbers) {
    numbers.stream().filter(number -> number < count).forEach(free::add);
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
