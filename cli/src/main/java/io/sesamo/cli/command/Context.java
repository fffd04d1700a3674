package io.sesamo.cli.command;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.terminal.Terminal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command works with.
 *
 * @param json whether the answer is wanted as JSON; then nothing else goes to standard output
 */
public record Context(
    Home home,
    ServerLink link,
    ServerProgram program,
    Terminal terminal,
    boolean json,
    Map<String, String> environment,
    InstantSource clock,
    ZoneId zone) {

  public Context {
    environment = Map.copyOf(environment);
  }

  /** The talk with the server. */
  public Session session() {
    return new Session(link, terminal);
  }

  Instant now() {
    return clock.instant();
  }

  /** Where the person is. */
  public LocalDate today() {
    return LocalDate.ofInstant(now(), zone);
  }

  /** Writes an object to standard output. */
  public void printJson(Map<String, ?> members) {
    terminal.output().println(new Json(members).write());
  }
}
