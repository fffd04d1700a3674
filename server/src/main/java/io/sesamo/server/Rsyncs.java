package io.sesamo.server;

import io.sesamo.engine.TaskAccess;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether files can be copied by rsync, and what its client wants to know beforehand. */
final class Rsyncs {

  /** As OSMO's: bytes per second. */
  private static final int BANDWIDTH = 2_621_440;

  private static final int CLIENT_RATE = 2_097_152;

  private Rsyncs() {}

  /** What the client reads of the server's settings. */
  static Map<String, @Nullable Object> config() {
    return Wire.map(
        "enabled",
        true,
        "enable_telemetry",
        false,
        "read_bandwidth_limit",
        BANDWIDTH,
        "write_bandwidth_limit",
        BANDWIDTH,
        "allowed_paths",
        Map.of(),
        "daemon_debounce_delay",
        30.0,
        "daemon_poll_interval",
        120.0,
        "daemon_reconcile_interval",
        60.0,
        "client_upload_rate_limit",
        CLIENT_RATE);
  }

  /** Whether the task has the program. */
  static boolean installed(TaskAccess access, String workflow, String task) {
    SessionOrder order = new SessionOrder("command -v rsync", Optional.empty());
    try (TaskSession session = access.openSession(workflow, task, order)) {
      byte[] path = new byte[1024];
      while (session.read(path) >= 0) {}
      return session.exitCode() == 0;
    } catch (BackendException ended) {
      throw StreamRoutes.of(ended);
    } catch (IOException brokenOff) {
      return false;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
