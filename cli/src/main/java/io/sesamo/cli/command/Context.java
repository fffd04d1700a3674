package io.sesamo.cli.command;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.LocalServer;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.remote.Contexts;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.RemoteServer;
import io.sesamo.cli.terminal.Terminal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What a command works with.
 *
 * @param link to the server of this machine
 * @param output how the answer is wanted
 * @param contexts the servers that have names
 * @param named the one that is wanted; empty: the current one
 */
public record Context(
    Home home,
    ServerLink link,
    ServerProgram program,
    Terminal terminal,
    Output output,
    Contexts contexts,
    Optional<String> named,
    Map<String, String> environment,
    InstantSource clock,
    ZoneId zone) {

  public Context {
    environment = Map.copyOf(environment);
  }

  /** The server that is asked; empty: the one of this machine. */
  public Optional<NamedServer> remote() {
    if (named.filter(NamedServer.LOCAL::equals).isPresent()) {
      return Optional.empty();
    }
    Content content = contexts.read();
    return content.server(named.orElse(content.current()));
  }

  /** The talk with the server. */
  public Session session() {
    return session(remote());
  }

  /** The talk with that server; empty: the one of this machine. */
  public Session session(Optional<NamedServer> remote) {
    return remote
        .map(server -> new Session(new RemoteServer(renewed(server)), terminal))
        .orElseGet(() -> new Session(new LocalServer(link), terminal));
  }

  /** What renews tokens is often good for one use, so new ones are kept before they are used. */
  private NamedServer renewed(NamedServer server) {
    NamedServer fresh = server.renewed(now());
    if (!fresh.equals(server)) {
      contexts.write(contexts.read().with(fresh));
    }
    return fresh;
  }

  /**
   * Refuses what only the server's own machine can do.
   *
   * @param what is done, as in "A server is started"
   */
  void requireLocal(String what) {
    remote()
        .ifPresent(server -> {
          throw CliException.refused(
              what
                  + " on its own machine, and the context is "
                  + server.name()
                  + " ("
                  + server.url()
                  + "). For this machine: add --context local.");
        });
  }

  Instant now() {
    return clock.instant();
  }

  /** Where the person is. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), zone);
  }

  /** Whether the answer is one value for a program; then nothing else goes to standard output. */
  public boolean json() {
    return output.isValue();
  }

  /** Writes a value to standard output: as JSON, or as YAML where that was wanted. */
  public void printJson(Json value) {
    terminal.output().println(output.write(value));
  }

  /** Writes an object. */
  public void printJson(Map<String, ?> members) {
    printJson(new Json(members));
  }
}
