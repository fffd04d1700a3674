package io.sesamo.cli.client;

import java.io.IOException;

/** A server to ask. */
public interface Server {

  /** Requests to it; it is started where that is needed and possible. */
  Http reach();

  /**
   * Takes note that a request broke off.
   *
   * @param before how many broke off before it, in this command
   * @throws io.sesamo.cli.problem.CliException when it is no use to ask again
   */
  void brokeOff(IOException failure, int before);
}
