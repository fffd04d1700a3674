package io.sesamo.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.sesamo.engine.EngineException;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.Route.Attention;
import io.sesamo.server.Route.Special;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side: one table of routes, each behind the gate; every failure becomes an answer that
 * OSMO's client can show. Thread-safe.
 */
final class ApiServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiServer.class.getName());

  private static final long LARGEST_BODY = 16L << 20;

  private final Javalin javalin;
  private final List<Route> routes;
  private final Doorman doorman;
  private final InstantSource clock;
  private final Metrics metrics;
  private volatile Instant lastRequest;

  /** Lets requests in, or throws what they are answered instead. */
  interface Doorman {
    Principal admit(Context context, Route route);
  }

  /** Makes a server that does not listen yet. */
  private ApiServer(
      List<Route> routes,
      List<SocketRoute> sockets,
      Doorman doorman,
      InstantSource clock,
      Metrics metrics) {
    this.routes = List.copyOf(routes);
    this.doorman = doorman;
    this.clock = clock;
    this.metrics = metrics;
    this.lastRequest = clock.instant();
    this.javalin =
        Javalin.create(config -> {
          configure(config, routes);
          new Sockets(sockets, doorman).configure(config);
        });
  }

  /** The server of everything, which does not listen yet. */
  static ApiServer of(
      ControlPlane plane,
      Access access,
      ServerFacts facts,
      InstantSource clock,
      Metrics metrics,
      Runnable stop) {
    People people = new People(plane.store().people(), access.roles(), clock);
    Sessions sessions = new Sessions(access.sessionKey(), people, clock);
    StreamRoutes streams = new StreamRoutes(plane.engine(), facts.url(), clock);
    List<Route> routes =
        new ArrayList<>(Routes.of(plane, people, sessions, facts, clock, metrics, stop));
    routes.addAll(streams.routes());
    return new ApiServer(
        routes,
        streams.sockets(),
        new Gate(access, people, sessions, plane.engine()::has),
        clock,
        metrics);
  }

  /** One that only tells that the database is away. */
  static ApiServer withoutDatabase(InstantSource clock, Metrics metrics) {
    return new ApiServer(
        HealthRoutes.routesWithoutDatabase(), List.of(), ApiServer::askNobody, clock, metrics);
  }

  private static Principal askNobody(Context context, Route route) {
    Gate.keepStrangersOut(context);
    return Principal.NOBODY;
  }

  /** What it answers to. */
  List<Route> routes() {
    return routes;
  }

  private void configure(JavalinConfig config, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.router.treatMultipleSlashesAsSingleSlash = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.requestLogger.http(this::count);
    for (Route route : routes) {
      HandlerType verb =
          switch (route.verb()) {
            case GET -> HandlerType.GET;
            case POST -> HandlerType.POST;
            case PUT -> HandlerType.PUT;
            case PATCH -> HandlerType.PATCH;
            case DELETE -> HandlerType.DELETE;
          };
      config.routes.addHttpHandler(verb, route.path(), context -> handle(context, route));
    }
    config.routes.exception(HttpResponseException.class, ApiServer::unknown);
  }

  /**
   * Listens on the loopback interface.
   *
   * @param port 0 for any free one
   * @return the port
   */
  int listen(int port) {
    javalin.start("127.0.0.1", port);
    return javalin.port();
  }

  /** When the last request came that was no look at the server's health or metrics. */
  Instant lastRequest() {
    return lastRequest;
  }

  private void handle(Context context, Route route) {
    context.attribute(Route.ATTRIBUTE, route);
    if (route.attention() == Attention.USE) {
      lastRequest = clock.instant();
    }
    try {
      Principal principal = doorman.admit(context, route);
      Intake.check(context, route.contract());
      Object answer = route.answer().to(context, principal);
      switch (answer) {
        case Special.SENT -> {}
        case Special.NOTHING -> json(context, null);
        default -> json(context, answer);
      }
    } catch (EngineException refused) {
      refuse(context, ApiException.of(refused));
    } catch (ApiException refused) {
      refuse(context, refused);
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "A client went away", gone);
    } catch (HttpResponseException refused) {
      unknown(refused, context);
    } catch (Exception failure) {
      LOG.log(Level.ERROR, context.method() + " " + context.path() + " failed", failure);
      context.status(500);
      json(context, Map.of("message", "Internal server error; the server's log says more."));
    }
  }

  /** A method that no route takes is anything the caller writes, so it is not counted by name. */
  private void count(Context context, Float milliseconds) {
    Route route = context.attribute(Route.ATTRIBUTE);
    metrics.answered(
        route == null ? Metrics.NO_ROUTE : route.verb().name(),
        route == null ? Metrics.NO_ROUTE : route.path(),
        context.statusCode(),
        Duration.ofNanos(Math.round(milliseconds * 1e6)));
  }

  private static void json(Context context, @Nullable Object answer) {
    context.contentType("application/json");
    context.result(Wire.json(answer));
  }

  private static void refuse(Context context, ApiException refused) {
    context.status(refused.status());
    if (refused.status() == 422) {
      Map<String, Object> detail =
          Map.of(
              "type", "value_error",
              "loc", List.of(refused.code().split("\\.", 2)),
              "msg", String.valueOf(refused.getMessage()));
      json(context, Map.of("message", sentence(refused), "detail", List.of(detail)));
    } else {
      json(
          context,
          Wire.map(
              "message", refused.getMessage(),
              "error_code", refused.code(),
              "workflow_id", null,
              "problems", refused.problems()));
    }
  }

  private static String sentence(ApiException refused) {
    return refused.code().replaceFirst("[.]$", "") + ": " + refused.getMessage();
  }

  /** An unknown path, a wrong method, or a body that is too large. */
  private static void unknown(HttpResponseException refused, Context context) {
    context.status(refused.getStatus());
    String words = String.valueOf(refused.getMessage());
    json(context, Map.of("message", words, "detail", words));
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
