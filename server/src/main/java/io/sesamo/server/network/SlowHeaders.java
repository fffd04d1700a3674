package io.sesamo.server.network;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes HTTP/1.1 connections whose client takes too long over a request's headers. Each byte that
 * comes begins the time of silence anew, so that time alone lets a client that sends a byte now and
 * then hold a connection for ever. (HTTP/2 sends headers in one piece.)
 */
final class SlowHeaders extends AbstractLifeCycle implements Connection.Listener {

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final ServerConnector connector;

  /** When each was first seen amid headers, by the nanosecond clock; 0: it is not amid any. */
  private final Map<HttpConnection, Long> since = new ConcurrentHashMap<>();

  private volatile Scheduler.@Nullable Task next;

  SlowHeaders(ServerConnector connector) {
    this.connector = connector;
  }

  @Override
  protected void doStart() {
    again();
  }

  @Override
  protected void doStop() {
    Scheduler.Task planned = next;
    if (planned != null) {
      planned.cancel();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http) {
      since.put(http, 0L);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      since.remove(http);
    }
  }

  private void again() {
    next = connector.getScheduler().schedule(this::look, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    since.replaceAll((connection, before) -> {
      HttpParser parser = connection.getParser();
      boolean amid = parser.inHeaderState() && !parser.isStart();
      return !amid ? 0 : before == 0 ? now : before;
    });
    since.forEach((connection, first) -> {
      if (first != 0 && now - first > LONGEST.toNanos()) {
        connection.getEndPoint().close();
      }
    });
    if (isRunning()) {
      again();
    }
  }
}
