package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The process that makes a network of its own for a group and keeps it. It is {@code unshare}: in
 * the new network itself, with a process namespace below, whose processes the kernel kills with it.
 * These are a shell, {@code flock}, which waits until nobody uses the network any more, and {@code
 * pasta}, which stands in the machine's network and carries over what programs in the new one send
 * to the outside and what comes back. Inwards it opens nothing, and neither this machine's loopback
 * nor its gateway's address leads to a port of this machine. It works for root only: others would
 * need a user namespace around the sandbox, and then this server could open no sockets inside.
 */
final class NetworkKeeper {

  /** What it says once the network can be used. */
  static final String READY = "ready\n";

  /**
   * Addresses that stand for nothing elsewhere (RFC 2544). Were a task to have the machine's
   * address, as is pasta's habit, it could not reach the machine's own services by it.
   */
  private static final String ADDRESS = "198.18.0.1";

  private static final String PREFIX = "29";
  private static final String GATEWAY = "198.18.0.2";
  private static final String RESOLVER = "198.18.0.3";

  private static final List<String> PASTA =
      List.of(
          "pasta --quiet --runas 0:0 --netns-only --config-net --no-map-gw",
          "--tcp-ns none --udp-ns none --tcp-ports none --udp-ports none",
          "--address " + ADDRESS + " --netmask " + PREFIX + " --gateway " + GATEWAY,
          "--dns-forward " + RESOLVER);

  /** File descriptor 9 is the machine's network, for pasta. */
  private static final String OUTSIDE =
      """
      exec 9</proc/self/ns/net
      exec unshare --net --mount --mount-proc --pid --fork --kill-child -- \
      /bin/sh -c "$@"
      """;

  /**
   * Pasta may only look at the namespaces of a process that has no more rights than it keeps for
   * itself: that is the one that waits, which for that reason has given up all.
   */
  private static final String INSIDE =
      """
      exec 8>>"$SESAMO_NETWORK/users"
      setpriv --bounding-set=-all --inh-caps=-all -- \
      /bin/sh -c 'echo $$; exec flock --exclusive 8 >/dev/null' 9<&- | {
        read -r waiting || exit 1
        nsenter --net=/proc/self/fd/9 -- /bin/sh -c 'exec "$@" 8<&- 9<&-' pasta \
      "$@" --netns "/proc/$waiting/ns/net" || { kill -KILL "$waiting"; exit 1; }
        exec 9<&-
        echo ready
        exec >/dev/null 2>&1
      } || exit 1
      rm -f "$SESAMO_NETWORK/keeper"
      """;

  private NetworkKeeper() {}

  /**
   * Makes sure, by trying, that groups can have networks of their own.
   *
   * @param sandboxes whether tasks run in them
   * @param trial folder for the trial
   * @throws IOException when they cannot; says why, and what to do
   */
  static void require(boolean sandboxes, Path trial) throws IOException {
    Optional<String> whyNot = whyNot(sandboxes, trial);
    if (whyNot.isPresent()) {
      throw new IOException(
          "each group is to have a network of its own (network: group in pool.yaml), but "
              + whyNot.get()
              + ". Or have tasks share this machine's network (network: machine)");
    }
  }

  private static Optional<String> whyNot(boolean sandboxes, Path trial) {
    if (!Limits.isRoot()) {
      return Optional.of("that works only where the server is run by root");
    }
    if (!sandboxes) {
      return Optional.of(
          "that takes a sandbox, and tasks have none here. Install the package bubblewrap, and do"
              + " not say sandbox: none");
    }
    if (Programs.find("pasta").isEmpty()) {
      return Optional.of(
          "the command pasta is not installed. Install the package passt (apt-get install passt)");
    }
    try {
      GroupNetwork.join(trial).close();
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of("that does not work here: " + failure.getMessage());
    }
  }

  /** What is to be run, with the variables of {@link #environment}. */
  static List<String> words() {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", OUTSIDE, "network", INSIDE));
    words.add("network");
    PASTA.forEach(line -> words.addAll(List.of(line.split(" ", -1))));
    return words;
  }

  static Map<String, String> environment(Path folder) {
    Map<String, String> variables = new HashMap<>(Command.FEW_VARIABLES);
    variables.put(Order.NETWORK, folder.toString());
    return variables;
  }

  /** Why it failed, in a line; pasta also tells that there is no system log to tell it to. */
  static String plain(String words) {
    return words
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.endsWith("bytes to syslog"))
        .collect(Collectors.joining("; "));
  }

  /**
   * The {@code resolv.conf} of a task, where names are resolved by a program of this machine that
   * listens on its loopback; empty where the machine's can be used as it is.
   */
  static Optional<String> resolvers(String machines) {
    boolean here =
        machines.lines().anyMatch(line -> line.matches("\\s*nameserver\\s+(127\\.|::1).*"));
    return here
        ? Optional.of(
            machines
                .lines()
                .filter(line -> !line.strip().startsWith("nameserver"))
                .map(line -> line + "\n")
                .collect(Collectors.joining("", "nameserver " + RESOLVER + "\n", "")))
        : Optional.empty();
  }
}
