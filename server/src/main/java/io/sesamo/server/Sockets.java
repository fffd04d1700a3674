package io.sesamo.server;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsHandlerType;
import io.sesamo.engine.EngineException;
import io.sesamo.server.Gate.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of the API, behind the same gate as its routes. They take binary messages only,
 * and none of more than 1 MiB. One that is silent for too long is closed; a ping breaks the
 * silence.
 */
record Sockets(List<SocketRoute> routes, ApiServer.Doorman doorman) {

  private static final String LINE = "sesamo.line";

  /** NVIDIA OSMO's client pings every 20 s. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private static final int NO_TEXT = 1003;

  void configure(JavalinConfig config) {
    config.jetty.modifyWebSocketServletFactory(factory -> {
      factory.setIdleTimeout(LONGEST_SILENCE);
      factory.setMaxBinaryMessageSize(SocketLine.MOST_BYTES);
      factory.setMaxFrameSize(SocketLine.MOST_BYTES);
    });
    for (SocketRoute route : routes) {
      config.routes.addHttpHandler(
          HandlerType.WEBSOCKET_BEFORE_UPGRADE, route.path(), context -> letIn(context, route));
      config.routes.addWsHandler(
          WsHandlerType.WEBSOCKET, route.path(), socket -> configure(socket, route));
    }
  }

  /** As to a route without an answer of its own. */
  private void letIn(Context context, SocketRoute socket) {
    Route route = Route.get(socket.path(), socket.action(), (c, p) -> Route.Special.SENT);
    try {
      context.attribute(Principal.ATTRIBUTE, doorman.admit(context, route));
    } catch (EngineException refused) {
      throw new HttpResponseException(400, String.valueOf(refused.getMessage()));
    } catch (ApiException refused) {
      throw new HttpResponseException(refused.status(), String.valueOf(refused.getMessage()));
    }
  }

  private static void configure(WsConfig socket, SocketRoute route) {
    socket.onConnect(context -> begin(context, route));
    socket.onBinaryMessage(
        context -> line(context).ifPresent(line -> line.arrived(context.data())));
    socket.onMessage(
        context -> context.closeSession(NO_TEXT, "This socket takes binary messages only."));
    socket.onClose(context -> line(context).ifPresent(SocketLine::gone));
    socket.onError(context -> line(context).ifPresent(SocketLine::gone));
  }

  private static void begin(WsConnectContext context, SocketRoute route) {
    Principal principal = context.attribute(Principal.ATTRIBUTE);
    if (principal == null) {
      throw new IllegalStateException("nobody has let it in");
    }
    context.attribute(
        LINE,
        SocketLine.start(context.session, route.opening().with(principal, context.pathParamMap())));
  }

  private static Optional<SocketLine> line(WsContext context) {
    @Nullable SocketLine line = context.attribute(LINE);
    return Optional.ofNullable(line);
  }
}
