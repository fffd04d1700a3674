package io.sesamo.server;

import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.SessionOrder.Window;
import io.sesamo.engine.backend.TaskSession;
import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A terminal over a socket, as OSMO's client has it: first the window's size, then what is typed;
 * {@code \0RESIZE:} and a size when the window has another; an empty message at the end. Down come
 * the bytes of the terminal.
 *
 * <p>Of our own: a first message with {@code "Terminal": false} asks for plain pipes, whose input
 * {@code \0END} ends; and the reason of the closing is {@code exit} and the command's exit status.
 */
final class ExecTalk implements Talk {

  private static final Logger LOG = System.getLogger(ExecTalk.class.getName());

  private static final byte[] RESIZE = "\0RESIZE:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\0END".getBytes(StandardCharsets.US_ASCII);
  private static final Window USUAL = new Window(24, 80);

  private final Function<SessionOrder, TaskSession> opening;
  private final String command;
  private final boolean watched;
  private @Nullable Peer peer;
  private final HeldSession session = new HeldSession();

  ExecTalk(Function<SessionOrder, TaskSession> opening, String command, boolean watched) {
    this.opening = opening;
    this.command = command;
    this.watched = watched;
  }

  @Override
  public void begin(Peer client) {
    peer = client;
    if (watched) {
      open(Optional.of(USUAL));
    }
  }

  private void open(Optional<Window> window) {
    session.hold(opening.apply(new SessionOrder(command, window)), peer);
  }

  @Override
  public void take(byte[] message) throws Exception {
    TaskSession running = session.now().orElse(null);
    if (message.length == 0) {
      end();
    } else if (running == null) {
      JsonNode first = Wire.read(message);
      open(first.path("Terminal").asBoolean(true) ? Optional.of(window(first)) : Optional.empty());
    } else {
      pass(message, running);
    }
  }

  private void pass(byte[] message, TaskSession running) {
    try {
      if (startsWith(message, RESIZE)) {
        byte[] size = Arrays.copyOfRange(message, RESIZE.length, message.length);
        running.resize(window(Wire.read(size)));
      } else if (Arrays.equals(message, END)) {
        running.endInput();
      } else if (!watched) {
        running.write(message);
      }
    } catch (IOException takesNoMore) {
      // What it has written, and how it ends, is still on its way.
      LOG.log(Level.DEBUG, "A command takes no more input", takesNoMore);
    }
  }

  private static Window window(JsonNode size) {
    return new Window(
        size.path("Rows").asInt(USUAL.rows()), size.path("Cols").asInt(USUAL.columns()));
  }

  private static boolean startsWith(byte[] message, byte[] word) {
    return message.length >= word.length
        && Arrays.equals(message, 0, word.length, word, 0, word.length);
  }

  @Override
  public void end() {
    session.end();
  }
}
