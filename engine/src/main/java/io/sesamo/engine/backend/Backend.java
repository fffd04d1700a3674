package io.sesamo.engine.backend;

import io.sesamo.model.fleet.FleetFile;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the launches of one or several pools. Thread-safe. All methods return soon; what comes of
 * them is told to the listener, at least once and possibly again after a restart.
 */
public interface Backend extends AutoCloseable {

  /** Its pools: the same list as long as nothing of them has changed. */
  List<Pool> pools();

  /**
   * The fleet is another: the pools that it has of this backend are those of the file from now on,
   * or its own where there is none. One with launches under way is in every file that comes here.
   */
  default void follow(Optional<FleetFile> fleet) {}

  /**
   * What in this launch the pool cannot do (an image it does not run, a privilege it does not
   * grant), in words for the author; empty when all is well. {@code warnings} receives what the
   * author should know all the same.
   */
  List<String> refusals(Launch launch, List<String> warnings);

  /**
   * Takes up the work after the engine's start: adopts what still runs or has ended of {@code
   * expected} (reporting it), reports expected launches it does not know as lost, and stops
   * whatever else it finds. Called once, before anything else.
   */
  void recover(Set<String> expected, BackendListener listener);

  /** Starts a launch whose tasks are given no credentials. */
  default void start(Launch launch) {
    start(launch, Map.of());
  }

  /**
   * Starts a launch. When it returns, the order is written down and survives the engine. Handing
   * over the same id again does nothing; where a backend cannot tell any more whether it has begun
   * a launch, since the power failed, it refuses it, so that the engine tries under another id.
   *
   * @param secrets what tasks are given of credentials, by their names; nobody else may see it, and
   *     nothing of it is left when the task is over
   * @throws BackendException when the order could not be written down
   */
  void start(Launch launch, Map<String, Secrets> secrets);

  /**
   * Stops what still runs of a launch: asks, waits {@code grace}, then kills, descendants included.
   * Every task that had not ended is reported as ended. Unknown or ended launches: nothing happens.
   */
  void stop(String launchId, Duration grace);

  /** The engine has taken in the end of every task: working folders may go, logs stay. */
  void forget(String launchId);

  /**
   * Runs a command inside a running task: in its sandbox, with its environment and at its expense.
   *
   * @throws BackendException when the task does not run here now, or the pool cannot do that
   */
  default TaskSession openSession(String launchId, String task, SessionOrder order) {
    throw new BackendException("This pool cannot run anything beside a task's own command");
  }

  /**
   * Connects to a port that a running task listens on at its own loopback address.
   *
   * @param port 1 to 65535
   * @return open and blocking; the caller closes it
   * @throws IOException when nothing listens there
   * @throws BackendException as {@link #openSession}
   */
  default SocketChannel connect(String launchId, String task, int port) throws IOException {
    throw new BackendException("This pool cannot reach the ports of a task");
  }

  /**
   * The same for datagrams.
   *
   * @return blocking, and connected to the port: it takes from there only
   */
  default DatagramChannel connectDatagrams(String launchId, String task, int port)
      throws IOException {
    throw new BackendException("This pool cannot reach the ports of a task");
  }

  /** Stops watching. Tasks run on and are adopted by the next {@link #recover}. */
  @Override
  void close();
}
