package io.sesamo.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.sesamo.engine.EngineException;
import io.sesamo.engine.store.WriteRow;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.Route.Attention;
import io.sesamo.server.Route.Special;
import io.sesamo.server.network.Connectors;
import io.sesamo.server.network.Envelope;
import io.sesamo.server.network.Network;
import io.sesamo.server.network.PlainErrors;
import io.sesamo.server.oidc.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side: one table of routes, each behind the gate; every failure becomes an answer that
 * OSMO's client can show. Thread-safe.
 */
final class ApiServer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ApiServer.class.getName());

  private static final long LARGEST_BODY = 16L << 20;
  private static final int LONGEST_PATH = 512;
  private static final int TOO_MANY = 429;

  private final Javalin javalin;
  private final List<Route> routes;
  private final Doorman doorman;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Optional<WriteLog> writes;
  private volatile Instant lastRequest;

  /** Lets requests in, or throws what they are answered instead. */
  interface Doorman {
    Principal admit(Context context, Route route);

    /** What is answered to a request that was refused, by this or by its route. */
    default ApiException refused(Context context, Route route, ApiException answer) {
      return answer;
    }
  }

  /** Makes a server that does not listen yet. */
  private ApiServer(
      Network network,
      List<Route> routes,
      List<SocketRoute> sockets,
      Doorman doorman,
      InstantSource clock,
      Metrics metrics,
      Optional<WriteLog> writes) {
    this.routes = List.copyOf(routes);
    this.doorman = doorman;
    this.clock = clock;
    this.metrics = metrics;
    this.writes = writes;
    this.lastRequest = clock.instant();
    this.javalin =
        Javalin.create(config -> {
          listen(config, network);
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
    People people = new People(plane.store().people(), access.roles(), plane.configs(), clock);
    Sessions sessions = new Sessions(access.sessionKey(), people, clock);
    Optional<OidcPeople> oidc =
        access
            .oidc()
            .map(file ->
                new OidcPeople(
                    new Provider(file.settings(), clock), file.roles(), people, access.owner()));
    WriteLog writes = new WriteLog(plane.store().people());
    Threshold threshold = new Threshold(facts.network());
    StreamRoutes streams = new StreamRoutes(plane.engine(), facts.url(), clock);
    return new ApiServer(
        facts.network(),
        Routes.of(
            plane,
            people,
            sessions,
            oidc.map(OidcPeople::provider),
            facts,
            clock,
            metrics,
            writes,
            streams,
            stop),
        streams.sockets(),
        new Gate(
            threshold,
            access,
            people,
            sessions,
            oidc,
            plane.engine()::idOf,
            plane.engine()::has,
            id -> plane.engine().workflow(id).pool().orElse(Policy.ALL)),
        clock,
        metrics,
        Optional.of(writes));
  }

  /** One that only tells that the database is away. */
  static ApiServer withoutDatabase(Network network, InstantSource clock, Metrics metrics) {
    Threshold threshold = new Threshold(network);
    Doorman askNobody =
        (context, route) -> {
          threshold.keepStrangersOut(context);
          return Principal.NOBODY;
        };
    return new ApiServer(
        network,
        HealthRoutes.routesWithoutDatabase(),
        List.of(),
        askNobody,
        clock,
        metrics,
        Optional.empty());
  }

  /** What it answers to. */
  List<Route> routes() {
    return routes;
  }

  /** Everything below HTTP. */
  private static void listen(JavalinConfig config, Network network) {
    config.jetty.modifyHttpConfiguration(Connectors::limit);
    config.jetty.addConnector(
        (server, http) -> Connectors.local(server, http, network.localPort()));
    network
        .front()
        .ifPresent(front ->
            config.jetty.addConnector((server, http) -> Connectors.front(server, http, front)));
    Envelope envelope = new Envelope(network);
    PlainErrors errors = new PlainErrors(envelope);
    // Around the servlets' own handlers, which Javalin has set up to take any path.
    envelope.setHandler(Connectors.patience());
    config.jetty.modifyServer(server -> {
      server.setErrorHandler(errors);
      server.setHandler(envelope);
    });
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
    config.routes.exception(Exception.class, (failure, context) -> fail(context, failure));
    config.router.javaLangErrorHandler((answer, error) -> {
      LOG.log(Level.ERROR, "A request failed", error);
      answer.setStatus(500);
    });
  }

  /** Begins to listen. */
  void listen() {
    javalin.start();
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
      refuse(context, doorman.refused(context, route, refused));
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "A client went away, or its body came too slowly", gone);
      if (!context.res().isCommitted()) {
        refuse(context, new ApiException(408, "USER", "The request's body did not come in time."));
      }
    } catch (HttpResponseException refused) {
      unknown(refused, context);
    } catch (Exception failure) {
      fail(context, failure);
    }
    note(context, route);
  }

  private static void fail(Context context, Throwable failure) {
    String id = request(context);
    String what = context.method() + " " + context.path() + " failed (request " + id + ")";
    LOG.log(Level.ERROR, what, failure);
    context.status(500);
    String words = "Internal server error; the server's log says more, of request " + id + ".";
    json(context, Wire.map("message", words, "error_code", "OSMO_ERROR", "workflow_id", null));
  }

  private static String request(Context context) {
    return String.valueOf(context.req().getAttribute(Envelope.ID));
  }

  /** Notes that somebody may have changed something, or was refused to; floods are not noted. */
  private void note(Context context, Route route) {
    Principal principal = context.attribute(Principal.ATTRIBUTE);
    if (principal == null
        || route.verb() == Route.Verb.GET
        || !route.action().changes()
        || context.statusCode() == TOO_MANY) {
      return;
    }
    String path = context.path().replaceAll("[^ -~]", "?"); // whatever it is, it can be stored
    WriteRow row =
        new WriteRow(
            clock.instant(),
            principal.user(),
            principal.scope().home(),
            route.verb().name(),
            path.substring(0, Math.min(path.length(), LONGEST_PATH)),
            context.statusCode(),
            request(context));
    writes.ifPresent(log -> log.note(row));
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
    refused
        .tryAgainAfter()
        .ifPresent(time -> context.header("Retry-After", String.valueOf(time.toSeconds())));
    if (refused.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
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
              "workflow_id", refused.workflow().orElse(null),
              "problems", refused.problems()));
    }
  }

  private static String sentence(ApiException refused) {
    return refused.code().replaceFirst("[.]$", "") + ": " + refused.getMessage();
  }

  /** An unknown path, a wrong method, or a body that is too large. */
  private static void unknown(HttpResponseException refused, Context context) {
    context.status(refused.getStatus());
    Optional.ofNullable(refused.getDetails().get("availableMethods"))
        .ifPresent(methods -> context.header("Allow", methods));
    String words = String.valueOf(refused.getMessage());
    json(context, Map.of("message", words, "detail", words));
  }

  @Override
  public void close() {
    javalin.stop();
    writes.ifPresent(WriteLog::close);
  }
}
