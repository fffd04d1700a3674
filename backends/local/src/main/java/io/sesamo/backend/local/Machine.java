package io.sesamo.backend.local;

import com.sun.management.OperatingSystemMXBean;
import io.sesamo.model.Resources;
import io.sesamo.placement.Node;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine has. */
final class Machine {

  /** The platform of the pool's one node. */
  static final String PLATFORM = "local";

  private Machine() {}

  /** This machine as a node: its cores, memory, the free disk below the pool's folder. */
  static Node node(LocalConfig config, int accelerators) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Resources all =
        Resources.whole(
            1000L * config.cores().orElse(system.getAvailableProcessors()),
            system.getTotalMemorySize(),
            Files.getFileStore(config.state()).getUsableSpace(),
            accelerators);
    return new Node(name(), PLATFORM, all, all);
  }

  private static String name() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.isEmpty() ? PLATFORM : name;
    } catch (IOException unknown) {
      return PLATFORM;
    }
  }
}
