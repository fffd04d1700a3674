package io.sesamo.server;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.postgres.PostgresException;
import io.sesamo.engine.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts the server of one home and keeps it until it is stopped or has nothing to do. */
public final class Main {

  private static final Logger LOG = System.getLogger(Main.class.getName());
  private static final int BAD_INPUT = 2;
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(5);

  private Main() {}

  /** Exit codes: 0 stopped, 2 could not start. */
  public static void main(String[] arguments) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %3$s: %5$s%6$s%n");
    try {
      Options options = Options.parse(List.of(arguments), System.getenv());
      options.logFormat().install();
      run(options, InstantSource.system());
    } catch (StartException | PostgresException | StoreException | EngineException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    } catch (IOException e) {
      System.err.println("The server cannot start: " + e.getMessage());
      System.exit(BAD_INPUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Options options, InstantSource clock)
      throws IOException, InterruptedException {
    ServerHome home = ServerHome.open(options.home());
    var lock = home.lock();
    String owner = System.getProperty("user.name", "me");
    Access access = Access.of(home, options.devAuth(), owner);
    int port = FreePort.choose(options.port());
    ServerFacts facts =
        new ServerFacts(
            "http://127.0.0.1:" + port,
            ProcessHandle.current().pid(),
            Version.current(),
            home.folder(),
            options.devAuth(),
            clock.instant());
    Metrics metrics = new Metrics(facts.version());
    CountDownLatch stopping = new CountDownLatch(1);
    AtomicReference<@Nullable Serving> serving = new AtomicReference<>();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutDown(serving.getAndSet(null)), "shutdown"));
    while (stopping.getCount() > 0) {
      ControlPlane plane =
          serving.get() == null
              ? ControlPlane.start(home, options, clock, metrics)
              : startAgain(home, options, clock, metrics, port);
      ApiServer api = ApiServer.of(plane, access, facts, clock, metrics, stopping::countDown);
      api.listen(port);
      Serving now = new Serving(home, api, plane);
      serving.set(now);
      home.announce(facts);
      String words = "sesamo server: " + facts.url() + " (pid " + facts.pid() + ")";
      options.logFormat().say(words, System.out);
      awaitEnd(options.idleStop(), clock, plane, api, stopping);
      if (!plane.store().leads()) {
        LOG.log(Level.WARNING, "The connection to the database is lost; the server begins anew.");
        now.close();
      } else {
        stopping.countDown();
      }
    }
    LOG.log(Level.DEBUG, "released {0}", lock);
    System.exit(0);
  }

  /** What is closed at the end, or when it must begin anew. */
  private record Serving(ServerHome home, ApiServer api, ControlPlane plane) {
    void close() throws IOException {
      home.withdraw();
      api.close();
      plane.close();
    }
  }

  /**
   * The first start may fail; a later one waits as long as the database is away. Meanwhile the
   * server tells probes that it lives, and everyone that it is not ready.
   */
  private static ControlPlane startAgain(
      ServerHome home, Options options, InstantSource clock, Metrics metrics, int port)
      throws IOException, InterruptedException {
    try (ApiServer meanwhile = ApiServer.withoutDatabase(clock, metrics)) {
      meanwhile.listen(port);
      while (true) {
        try {
          return ControlPlane.start(home, options, clock, metrics);
        } catch (StoreException | PostgresException e) {
          LOG.log(Level.WARNING, e.getMessage());
          Thread.sleep(RESTART_PAUSE);
        }
      }
    }
  }

  /**
   * Returns when somebody asked for the end, nobody asked for anything for long, or the database is
   * lost.
   */
  private static void awaitEnd(
      Duration idleStop,
      InstantSource clock,
      ControlPlane plane,
      ApiServer api,
      CountDownLatch stopping)
      throws InterruptedException {
    while (!stopping.await(1, TimeUnit.SECONDS) && plane.store().leads()) {
      Duration idle = Duration.between(api.lastRequest(), clock.instant());
      if (!idleStop.isZero() && idle.compareTo(idleStop) > 0 && !plane.engine().busy()) {
        return;
      }
    }
  }

  private static void shutDown(@Nullable Serving serving) {
    try {
      if (serving != null) {
        serving.close();
      }
    } catch (Exception e) {
      System.err.println("The server did not stop cleanly: " + e.getMessage());
    }
  }
}
