package io.sesamo.cli.command;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.terminal.Terminal;
import java.time.Instant;
import java.time.InstantSource;
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

  Session session() {
    return new Session(link, terminal);
  }

  Instant now() {
    return clock.instant();
  }

  void printJson(Map<String, ?> members) {
    terminal.output().println(new Json(members).write());
  }
}
