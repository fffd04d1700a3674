package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The accelerators of this machine, as the drivers' own programs tell of them: NVIDIA's {@code
 * nvidia-smi}, else AMD's {@code rocm-smi}.
 *
 * @param devices in the drivers' order; empty: there are none
 */
public record DetectedAccelerators(List<Device> devices) {

  /**
   * One of them.
   *
   * @param name as its driver has it; empty where only the kernel knows it
   * @param model its id in the catalogue; empty: the driver's name does not tell for sure
   */
  public record Device(String name, Optional<String> model) {}

  private static final Pattern NVIDIA = Pattern.compile("GPU \\d+: (.+?)(?: \\(UUID: .*)?");
  private static final Pattern AMD =
      Pattern.compile("GPU\\[(\\d+)]\\s*: Card ([Ss]eries|[Mm]odel):\\s*(.+)");
  private static final Path KERNELS_LIST = Path.of("/sys/class/kfd/kfd/topology/nodes");

  /**
   * By the whole name, since what is sold as H100 on a card for PCIe is another model to the law
   * than the module. Names as drivers 535 to 580 give them.
   */
  private static final Map<String, String> NVIDIA_MODELS =
      Map.ofEntries(
          Map.entry("NVIDIA A100-SXM4-80GB", "nvidia-a100-sxm-80"),
          Map.entry("NVIDIA A800-SXM4-80GB", "nvidia-a800-sxm-80"),
          Map.entry("NVIDIA H100 80GB HBM3", "nvidia-h100-sxm"),
          Map.entry("NVIDIA H800", "nvidia-h800-sxm"),
          Map.entry("NVIDIA H20", "nvidia-h20"),
          Map.entry("NVIDIA H200", "nvidia-h200-sxm"),
          Map.entry("NVIDIA B200", "nvidia-b200"),
          Map.entry("NVIDIA GB200", "nvidia-gb200"),
          Map.entry("NVIDIA B300", "nvidia-b300"),
          Map.entry("NVIDIA B300 SXM6 AC", "nvidia-b300"),
          Map.entry("NVIDIA GB300", "nvidia-b300"),
          Map.entry("NVIDIA L4", "nvidia-l4"),
          Map.entry("NVIDIA L20", "nvidia-l20"),
          Map.entry("NVIDIA L40S", "nvidia-l40s"),
          Map.entry("NVIDIA RTX PRO 6000 Blackwell Server Edition", "nvidia-rtxpro6000-bse"));

  /**
   * By the device's PCI number, since the names of MI308X and MI300X are mixed up on some machines.
   * Source: the PCI ID repository, vendor 1002; the second of each pair is its virtual function.
   */
  private static final Map<String, String> AMD_MODELS =
      Map.of(
          "0x74a1", "amd-mi300x",
          "0x74b5", "amd-mi300x",
          "0x74a2", "amd-mi308x",
          "0x74b6", "amd-mi308x",
          "0x74a5", "amd-mi325x",
          "0x74b9", "amd-mi325x",
          "0x75a3", "amd-mi355x",
          "0x75b3", "amd-mi355x");

  public DetectedAccelerators {
    devices = List.copyOf(devices);
  }

  /** Those of this machine. It asks each time, which takes up to some seconds. */
  public static DetectedAccelerators here() throws InterruptedException {
    return on(Programs.path(), KERNELS_LIST);
  }

  /**
   * The same.
   *
   * @param path folders of programs, with colons between them
   * @param kernelsList where the kernel lists AMD's compute devices
   */
  static DetectedAccelerators on(String path, Path kernelsList) throws InterruptedException {
    List<Device> found = nvidia(path);
    found = found.isEmpty() ? amd(path) : found;
    return new DetectedAccelerators(found.isEmpty() ? ofKernel(kernelsList) : found);
  }

  /** How many there are. */
  public int count() {
    return devices.size();
  }

  /** The model of all of them; empty where there is none, it is not known, or they differ. */
  public Optional<String> model() {
    List<Optional<String>> models = devices.stream().map(Device::model).distinct().toList();
    return models.size() == 1 ? models.getFirst() : Optional.empty();
  }

  /** The catalogue's ids of all models that can be told. */
  static List<String> models() {
    return Stream.of(NVIDIA_MODELS, AMD_MODELS)
        .flatMap(models -> models.values().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Device> nvidia(String path) throws InterruptedException {
    return lines(path, "nvidia-smi", "-L").stream()
        .map(NVIDIA::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1).strip())
        .map(name -> new Device(name, Optional.ofNullable(NVIDIA_MODELS.get(name))))
        .toList();
  }

  /** Each device has a line for its series and one for its model. */
  private static List<Device> amd(String path) throws InterruptedException {
    Map<Integer, Device> devices = new TreeMap<>();
    for (String line : lines(path, "rocm-smi", "--showproductname")) {
      Matcher found = AMD.matcher(line.strip());
      if (!found.matches()) {
        continue;
      }
      int number = Integer.parseInt(found.group(1));
      String value = found.group(3).strip();
      Device known = devices.getOrDefault(number, new Device("", Optional.empty()));
      boolean series = found.group(2).equalsIgnoreCase("series");
      devices.put(
          number,
          series
              ? new Device(value, known.model())
              : new Device(known.name(), Optional.ofNullable(AMD_MODELS.get(value))));
    }
    return List.copyOf(devices.values());
  }

  private static List<String> lines(String path, String program, String argument)
      throws InterruptedException {
    Optional<Path> found = Programs.find(program, path);
    if (found.isEmpty()) {
      return List.of();
    }
    Programs.Result result = Programs.run(List.of(found.get().toString(), argument));
    return result.exitCode() == 0 ? result.output().lines().toList() : List.of();
  }

  /** AMD's where its program is not installed. */
  private static List<Device> ofKernel(Path list) {
    List<Device> devices = new ArrayList<>();
    try (Stream<Path> nodes = Files.list(list)) {
      nodes
          .filter(DetectedAccelerators::isAccelerator)
          .forEach(node -> devices.add(new Device("", Optional.empty())));
    } catch (IOException none) {
      return List.of();
    }
    return devices;
  }

  private static boolean isAccelerator(Path node) {
    try {
      return !Files.readString(node.resolve("gpu_id")).strip().equals("0");
    } catch (IOException unreadable) {
      return false;
    }
  }
}
