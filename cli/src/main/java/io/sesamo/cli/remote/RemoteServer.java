package io.sesamo.cli.remote;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Server;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** A server on another machine: it cannot be started from here. */
public record RemoteServer(NamedServer named) implements Server {

  /** So often an answer may break off within one command before the command gives up. */
  private static final int BROKEN = 3;

  @Override
  public Http reach() {
    return named.http();
  }

  @Override
  public void brokeOff(IOException failure, int before) {
    String server = "The server " + named.name() + " at " + named.url();
    switch (failure) {
      case SSLException unbelieved ->
          throw CliException.refused(
              server
                  + " does not show a certificate that is believed: "
                  + unbelieved.getMessage()
                  + ". Where its authority is a private one: sesamo context add "
                  + named.name()
                  + " "
                  + named.url()
                  + " --ca FILE");
      case UnknownHostException unknown ->
          throw CliException.later(
              server + " cannot be found: no host has that name, or the network is away.");
      case ConnectException refused ->
          throw CliException.later(server + " cannot be reached: it takes no connections now.");
      case NoRouteToHostException away ->
          throw CliException.later(server + " cannot be reached: the network does not lead there.");
      case SocketTimeoutException silent when before > 0 ->
          throw CliException.later(server + " does not answer in time.");
      case IOException broken when before == BROKEN ->
          throw CliException.later(
              server + " breaks its answers off (" + broken.getMessage() + ").");
      default -> {}
    }
  }
}
