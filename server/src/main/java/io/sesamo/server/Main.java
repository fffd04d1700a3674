package io.sesamo.server;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.postgres.PostgresException;
import io.sesamo.engine.store.StoreException;
import io.sesamo.server.network.Front;
import io.sesamo.server.network.Network;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Starts the server of one home and keeps it until it is stopped or has nothing to do. */
public final class Main {

  private static final Logger LOG = System.getLogger(Main.class.getName());
  private static final int BAD_INPUT = 2;
  private static final int HINDERED = 4;
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(5);

  private Main() {}

  /** Exit codes: 0 stopped, 2 an option or a file is wrong, 4 it could not start. */
  public static void main(String[] arguments) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %3$s: %5$s%6$s%n");
    try {
      Options options = Options.parse(List.of(arguments), System.getenv());
      options.logFormat().install();
      run(options, InstantSource.system());
    } catch (StartException e) {
      giveUp(e.getMessage(), e.isBadInput() ? BAD_INPUT : HINDERED);
    } catch (EngineException e) {
      giveUp(e.getMessage(), e.code() == EngineException.Code.USAGE ? BAD_INPUT : HINDERED);
    } catch (PostgresException | StoreException e) {
      giveUp(e.getMessage(), HINDERED);
    } catch (IOException e) {
      giveUp("The server cannot start: " + e.getMessage(), HINDERED);
    } catch (RuntimeException e) { // else its other threads would keep the process, doing nothing
      LOG.log(Level.ERROR, "The server cannot go on", e);
      giveUp("The server cannot go on: " + e, HINDERED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void giveUp(@Nullable String why, int exitCode) {
    System.err.println(why);
    System.exit(exitCode);
  }

  private static void run(Options options, InstantSource clock)
      throws IOException, InterruptedException {
    ServerHome home = ServerHome.open(options.home());
    var lock = home.lock();
    String owner = System.getProperty("user.name", "me");
    Access access = Access.of(home, options, owner, clock);
    if (options.front().isPresent()) {
      checkFront(options.front().get());
    }
    Network network =
        new Network(
            FreePort.choose(options.front().isPresent() ? 0 : options.port()), options.front());
    ServerFacts facts =
        new ServerFacts(
            network,
            ProcessHandle.current().pid(),
            Version.current(),
            home.folder(),
            options.devAuth(),
            clock.instant(),
            options.arguments());
    Metrics metrics = new Metrics(facts.version());
    CountDownLatch stopping = new CountDownLatch(1);
    AtomicReference<@Nullable Serving> serving = new AtomicReference<>();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> shutDown(serving.getAndSet(null)), "shutdown"));
    while (stopping.getCount() > 0) {
      ControlPlane plane =
          serving.get() == null
              ? ControlPlane.start(home, options, clock, metrics)
              : startAgain(home, options, clock, metrics, network);
      ApiServer api = ApiServer.of(plane, access, facts, clock, metrics, stopping::countDown);
      api.listen();
      Serving now = new Serving(home, api, plane);
      serving.set(now);
      home.announce(facts);
      String words = "sesamo server: " + facts.url() + " (pid " + facts.pid() + ")";
      options.logFormat().say(words, System.out);
      if (options.devAuth()) {
        LOG.log(Level.WARNING, Access.ANYBODY);
      }
      awaitEnd(options.idleStop(), clock, plane, api, stopping);
      if (!plane.store().leads()) {
        LOG.log(Level.WARNING, "The connection to the database is lost; the server begins anew.");
        now.close();
      } else if (!plane.engine().decides()) {
        LOG.log(Level.WARNING, "The engine has stopped deciding; the server begins anew.");
        // What it stopped at may be stored: it must not begin anew without a rest.
        if (!stopping.await(RESTART_PAUSE.toSeconds(), TimeUnit.SECONDS)) {
          now.close();
        }
      } else {
        stopping.countDown();
      }
    }
    LOG.log(Level.DEBUG, "released {0}", lock);
    System.exit(0);
  }

  /** What is wrong with it costs no start of a database. */
  private static void checkFront(Front front) throws IOException {
    FreePort.check(front);
    if (front.tls().isPresent()) {
      var _ = front.tls().get().read();
    }
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
      ServerHome home, Options options, InstantSource clock, Metrics metrics, Network network)
      throws IOException, InterruptedException {
    try (ApiServer meanwhile = ApiServer.withoutDatabase(network, clock, metrics)) {
      meanwhile.listen();
      while (true) {
        try {
          return ControlPlane.start(home, options, clock, metrics);
        } catch (StoreException | PostgresException | JdbiException e) {
          LOG.log(Level.WARNING, e.getMessage());
        } catch (EngineException e) {
          if (e.code() != EngineException.Code.UNAVAILABLE) {
            throw e;
          }
          LOG.log(Level.WARNING, e.getMessage()); // perhaps the lost connection still has the lead
        }
        Thread.sleep(RESTART_PAUSE);
      }
    }
  }

  /**
   * Returns when somebody asked for the end, nobody asked for anything for long, the database is
   * lost, or the engine has stopped.
   */
  private static void awaitEnd(
      Duration idleStop,
      InstantSource clock,
      ControlPlane plane,
      ApiServer api,
      CountDownLatch stopping)
      throws InterruptedException {
    while (!stopping.await(1, TimeUnit.SECONDS)
        && plane.store().leads()
        && plane.engine().decides()) {
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
