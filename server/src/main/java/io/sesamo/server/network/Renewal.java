package io.sesamo.server.network;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes a renewed certificate without a restart. The files are looked at now and then, since a
 * renewal replaces links (as certbot does) or mounts, which no watch of a folder tells of. What
 * cannot be used is said once, and the old certificate stays.
 */
final class Renewal extends AbstractLifeCycle {

  private static final Logger LOG = System.getLogger(Renewal.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final TlsFiles files;
  private final SslContextFactory.Server tls;
  private List<FileTime> seen;
  private @Nullable ScheduledExecutorService clockwork;

  Renewal(TlsFiles files, SslContextFactory.Server tls) {
    this.files = files;
    this.tls = tls;
    this.seen = times();
  }

  @Override
  protected void doStart() {
    clockwork =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate").factory());
    var _ =
        clockwork.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    if (clockwork != null) {
      clockwork.shutdownNow();
    }
  }

  private void look() {
    try {
      List<FileTime> now = times();
      if (now.equals(seen)) {
        return;
      }
      seen = now;
      var store = files.read();
      tls.reload(changed -> changed.setKeyStore(store));
    } catch (Exception e) {
      LOG.log(Level.WARNING, "The renewed certificate is not taken: {0}", e.getMessage());
    }
  }

  private List<FileTime> times() {
    return List.of(time(files.certificate()), time(files.key()));
  }

  /** Zero for one that is away, as it is for a moment while it is replaced. */
  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException away) {
      return FileTime.fromMillis(0);
    }
  }
}
