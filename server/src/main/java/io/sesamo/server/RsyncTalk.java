package io.sesamo.server;

import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import io.sesamo.server.SocketRoute.Peer;
import io.sesamo.server.SocketRoute.Talk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An rsync daemon with one module, {@code osmo}, the task's working folder. Its greetings are
 * exchanged here; then {@code rsync --server} in the task takes over, as it does over a remote
 * shell. So no daemon has to become another user, which inside a task nobody may.
 *
 * <p>The greetings, one a line: both sides say {@code @RSYNCD:} and a version of the protocol, the
 * client names the module (nothing, or {@code #list}, asks for the list), and after {@code @RSYNCD:
 * OK} sends its arguments, an empty one last; from version 30 on they end with a zero byte. Over a
 * remote shell the versions are exchanged as four bytes, little-endian, instead: those are given to
 * rsync, and taken from it, here.
 */
final class RsyncTalk implements Talk {

  private static final int PROTOCOL = 30;
  private static final int ZERO_BYTES_SINCE = 30;
  private static final int LOWEST = 27;
  private static final int VERSION_BYTES = 4;
  private static final int LONGEST_GREETING = 1 << 16;
  private static final String MODULE = "osmo";
  private static final Pattern GREETING =
      Pattern.compile("@RSYNCD: ([0-9]{1,3})(\\.[0-9]+)?( .*)?");

  private enum Stage {
    VERSION,
    MODULE_NAME,
    ARGUMENTS
  }

  private final Function<SessionOrder, TaskSession> opening;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final List<String> arguments = new ArrayList<>();
  private Stage stage = Stage.VERSION;
  private int version;
  private @Nullable Peer peer;
  private final HeldSession session = new HeldSession();

  RsyncTalk(Function<SessionOrder, TaskSession> opening) {
    this.opening = opening;
  }

  @Override
  public void begin(Peer client) throws Exception {
    peer = client;
    say("@RSYNCD: " + PROTOCOL + ".0\n");
  }

  private void say(String text) throws Exception {
    Peer client = peer;
    if (client != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      client.send(bytes, bytes.length);
    }
  }

  @Override
  public void take(byte[] message) throws Exception {
    for (int at = 0; at < message.length; at++) {
      TaskSession running = session.now().orElse(null);
      if (running != null) {
        running.write(Arrays.copyOfRange(message, at, message.length));
        return;
      }
      boolean zero = stage == Stage.ARGUMENTS && version >= ZERO_BYTES_SINCE;
      if (message[at] != (zero ? 0 : '\n')) {
        part.write(message[at]);
      } else {
        String text = part.toString(StandardCharsets.UTF_8);
        part.reset();
        greet(text);
      }
      if (part.size() > LONGEST_GREETING || arguments.size() > LONGEST_GREETING) {
        throw ApiException.user("This is not an rsync client.");
      }
    }
  }

  private void greet(String text) throws Exception {
    switch (stage) {
      case VERSION -> {
        Matcher greeting = GREETING.matcher(text);
        if (!greeting.matches() || Integer.parseInt(greeting.group(1)) < LOWEST) {
          refuse("this server talks to rsync clients of protocol " + LOWEST + " and later");
          return;
        }
        version = Math.min(PROTOCOL, Integer.parseInt(greeting.group(1)));
        stage = Stage.MODULE_NAME;
      }
      case MODULE_NAME -> {
        if (text.equals(MODULE)) {
          say("@RSYNCD: OK\n");
          stage = Stage.ARGUMENTS;
        } else if (text.isEmpty() || text.equals("#list")) {
          say(MODULE + "\tthe task's working folder\n@RSYNCD: EXIT\n");
          hangUp();
        } else {
          refuse("Unknown module '" + text + "'");
        }
      }
      case ARGUMENTS -> {
        if (text.isEmpty()) {
          start();
        } else {
          arguments.add(text);
        }
      }
    }
  }

  private void refuse(String why) throws Exception {
    say("@ERROR: " + why + "\n");
    hangUp();
  }

  private void hangUp() {
    Peer client = peer;
    if (client != null) {
      client.close(Peer.NORMAL, "");
    }
  }

  /** What the client wants, as a shell's command; paths begin with the module. */
  static String command(List<String> arguments) {
    StringBuilder command = new StringBuilder("exec rsync");
    boolean paths = false;
    for (String argument : arguments) {
      String word = argument;
      if (paths) {
        word = "./" + word.replaceFirst("^" + MODULE + "/?", "");
      }
      paths |= argument.equals(".");
      command.append(" '").append(word.replace("'", "'\\''")).append('\'');
    }
    return command.append(" 2>/dev/null").toString(); // what it says goes over the protocol
  }

  private void start() throws Exception {
    TaskSession opened = opening.apply(new SessionOrder(command(arguments), Optional.empty()));
    byte[] own =
        ByteBuffer.allocate(VERSION_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(version).array();
    opened.write(own);
    byte[] one = new byte[1];
    for (int i = 0; i < VERSION_BYTES && opened.read(one) > 0; i++) {}
    session.hold(opened, peer);
  }

  @Override
  public void end() {
    session.end();
  }
}
