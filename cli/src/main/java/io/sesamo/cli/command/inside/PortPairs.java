package io.sesamo.cli.command.inside;

import io.sesamo.cli.problem.CliException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which ports of this machine lead to which of a task. */
final class PortPairs {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?::([0-9]{1,5})(?:-([0-9]{1,5}))?)?");
  private static final int HIGHEST = 65_535;

  /** As many as the server takes at once. */
  private static final int MOST = 30;

  private PortPairs() {}

  /** This machine, for its own users only. */
  static InetAddress here() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  /**
   * Two ports.
   *
   * @param local of this machine
   * @param remote of the task
   */
  record Pair(int local, int remote) {}

  /** {@code 8080}, {@code 9000:80} or {@code 9000-9010:8000-8010}, several. */
  static List<Pair> read(List<String> words) {
    List<Pair> pairs = new ArrayList<>();
    for (String word : words) {
      Matcher form = FORM.matcher(word);
      if (!form.matches()) {
        throw wrong(word);
      }
      int local = port(form.group(1), word);
      int lastLocal = form.group(2) == null ? local : port(form.group(2), word);
      int remote = form.group(3) == null ? local : port(form.group(3), word);
      int lastRemote =
          form.group(3) == null
              ? lastLocal
              : form.group(4) == null ? remote : port(form.group(4), word);
      if (lastLocal < local || lastLocal - local != lastRemote - remote) {
        throw CliException.refused(
            "'" + word + "': both ranges of ports must go upwards and have the same length.");
      }
      for (int i = 0; i <= lastLocal - local; i++) {
        pairs.add(new Pair(local + i, remote + i));
      }
    }
    if (pairs.size() > MOST) {
      throw CliException.refused(
          "At most " + MOST + " ports can be forwarded at once, not " + pairs.size() + ".");
    }
    return pairs;
  }

  private static int port(String text, String word) {
    int port = Integer.parseInt(text);
    if (port < 1 || port > HIGHEST) {
      throw wrong(word);
    }
    return port;
  }

  private static CliException wrong(String word) {
    return CliException.refused(
        "Ports are written LOCAL:REMOTE, such as 9000:80 or 9000-9003:8000-8003, each from 1 to "
            + HIGHEST
            + ", not '"
            + word
            + "'.");
  }
}
