package io.sesamo.cli.background;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Server;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;

/** The server of a home folder: it is started when none runs, and again when it goes away. */
public record LocalServer(ServerLink link) implements Server {

  /** So often it may go away within one command before the command gives up. */
  private static final int RESTARTS = 3;

  @Override
  public Http reach() {
    return link.connect().http();
  }

  @Override
  public void brokeOff(IOException failure, int before) {
    if (before == RESTARTS) {
      throw CliException.later(
          "The server does not answer (" + failure.getMessage() + "). Its log: " + link.log());
    }
    if (link.find().isEmpty()) {
      link.remarks().accept("The server has gone away; starting it again.");
    }
  }
}
