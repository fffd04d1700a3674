package io.sesamo.backend.local;

import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way into tasks that run on this machine. */
record Access(Workshop workshop) {

  /** A sandbox is made within milliseconds, unless the machine is very busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 10;

  /** As {@link io.sesamo.engine.backend.Backend#openSession}. */
  TaskSession open(LaunchRun launch, String task, SessionOrder order) {
    TaskFolder folder = launch.folder(task);
    String name = Plan.name(launch.launch().id(), task);
    try {
      Entry entry = awaitEntry(folder, name, order.window().isPresent());
      List<Path> groups = folder.groupList();
      long free = folder.path().toFile().getUsableSpace();
      Map<String, String> limits =
          workshop.preparation().limits().ofProcesses(order(launch, task).amount(), free);
      TaskSession session = workshop.sessions().open(name, entry, order, groups, limits);
      if (!runs(folder)) { // it has ended while the session began
        session.close();
        throw notRunning(task);
      }
      return session;
    } catch (IOException failure) {
      throw new BackendException(
          "Nothing can be run in task " + task + ": " + failure.getMessage(), failure);
    }
  }

  private Entry awaitEntry(TaskFolder folder, String name, boolean terminal) throws IOException {
    String task = name.substring(name.lastIndexOf('.') + 1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (runs(folder) && System.nanoTime() < deadline) {
      Confinement confinement = workshop.confinement(Order.read(folder.order()).confinement());
      Optional<Entry> entry = confinement.entry(folder, name, terminal);
      if (entry.isPresent()) {
        return entry.get();
      }
      pause(task);
    }
    throw notRunning(task);
  }

  private static void pause(String task) {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw notRunning(task);
    }
  }

  /** Whether the task's command has begun, or is about to, and has not ended. */
  private static boolean runs(TaskFolder folder) {
    return folder.claim().isPresent()
        && folder.exit().isEmpty()
        && folder.code().isEmpty()
        && folder.failed().isEmpty()
        && folder.process().map(Claim::alive).orElse(true);
  }

  private static TaskLaunch order(LaunchRun launch, String task) {
    return launch.launch().tasks().stream()
        .filter(candidate -> candidate.name().equals(task))
        .findFirst()
        .orElseThrow(() -> notRunning(task));
  }

  /** As {@link io.sesamo.engine.backend.Backend#connect}. */
  SocketChannel connect(LaunchRun launch, String task, int port) throws IOException {
    SocketChannel channel = open(launch, task, SocketChannel::open);
    try {
      channel.connect(loopback(port));
      return channel;
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /** As {@link io.sesamo.engine.backend.Backend#connectDatagrams}. */
  DatagramChannel connectDatagrams(LaunchRun launch, String task, int port) throws IOException {
    DatagramChannel channel = open(launch, task, DatagramChannel::open);
    try {
      return channel.connect(loopback(port));
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Opens a socket in the task's network. */
  private static <C extends Channel> C open(
      LaunchRun launch, String task, NetworkDoor.Opening<C> opening) throws IOException {
    TaskFolder folder = launch.folder(task);
    requireRunning(launch, task);
    if (Order.read(folder.order()).network().isEmpty()) {
      return opening.open();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (runs(folder) && System.nanoTime() < deadline) {
      Optional<NetworkDoor> door = NetworkDoor.open(folder);
      if (door.isPresent()) {
        try (NetworkDoor opened = door.get()) {
          return opened.inside(opening);
        }
      }
      pause(task);
    }
    throw notRunning(task);
  }

  private static void requireRunning(LaunchRun launch, String task) {
    order(launch, task);
    if (!runs(launch.folder(task))) {
      throw notRunning(task);
    }
  }

  /** In whichever network. */
  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  static BackendException notRunning(String task) {
    return new BackendException("Task " + task + " does not run now");
  }
}
