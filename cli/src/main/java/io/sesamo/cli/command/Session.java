package io.sesamo.cli.command;

import io.sesamo.cli.client.Api;
import io.sesamo.cli.client.Server;
import io.sesamo.cli.client.ServerException;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.terminal.Terminal;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A command's talk with the server, which may go away in between. Not thread-safe. */
public final class Session {

  private final Server server;
  private final Terminal terminal;
  private @Nullable Api api;
  private int brokenOff;

  Session(Server server, Terminal terminal) {
    this.server = server;
    this.terminal = terminal;
  }

  /** Says something beside the command's answer. */
  void remark(String words) {
    terminal.remark(words);
  }

  /** Something to ask a server. */
  public interface Question<T> {
    T ask(Api api) throws IOException;
  }

  /** Asks something that may be asked again when the server goes away in between. */
  public <T> T ask(Question<T> question) {
    return ask(question, "The server refuses the workflow.");
  }

  /**
   * The same.
   *
   * @param ifRefused what to say after the problems that the server has found
   */
  public <T> T ask(Question<T> question, String ifRefused) {
    while (true) {
      try {
        return question.ask(api());
      } catch (IOException goneAway) {
        server.brokeOff(goneAway, brokenOff++);
        api = null;
      } catch (ServerException refused) {
        throw refusal(refused, ifRefused);
      }
    }
  }

  /** Asks something that must not be done twice. */
  public <T> T askOnce(Question<T> question, String ifInDoubt) {
    try {
      return question.ask(api());
    } catch (ConnectException | SSLException neverHeard) {
      server.brokeOff(neverHeard, brokenOff++);
      api = null;
      return askOnce(question, ifInDoubt);
    } catch (IOException goneAway) {
      throw CliException.later("The server went away before it answered. " + ifInDoubt);
    } catch (ServerException refused) {
      throw refusal(refused, "The server refuses the workflow.");
    }
  }

  private static CliException refusal(ServerException refused, String words) {
    ExitCode code =
        switch (refused.kind()) {
          case WRONG -> ExitCode.WRONG;
          case NOT_FOUND -> ExitCode.NOT_FOUND;
          case REFUSED -> ExitCode.REFUSED;
          case TRY_AGAIN -> ExitCode.TRY_AGAIN;
        };
    List<FileProblem> problems = refused.problems().stream().map(FileProblem::of).toList();
    return new CliException(
        code, problems.isEmpty() ? String.valueOf(refused.getMessage()) : words, problems);
  }

  /** Asks something of a workflow; when there is none of that id, it is told which there are. */
  public <T> T askOf(String workflow, Question<T> question) {
    try {
      return ask(question);
    } catch (CliException refused) {
      throw refused.exitCode().equals(ExitCode.NOT_FOUND)
          ? refused.with(suggestion(workflow))
          : refused;
    }
  }

  /** The id that was given, or the newest workflow's. */
  public String idOrNewest(Optional<String> id) {
    return id.orElseGet(this::newest);
  }

  /** A sentence about ids that are like this one; empty when it exists or none is near. */
  String suggestion(String id) {
    List<String> known = names(1000);
    if (known.contains(id)) {
      return "";
    }
    String near = Suggestions.question(id, known);
    return near.isEmpty() ? " `sesamo list --all-users` shows all workflows." : near;
  }

  /** The newest workflow's id, of whoever asks; of all, when he has none. */
  private String newest() {
    List<String> names = names(1);
    if (names.isEmpty()) {
      throw CliException.missing(
          "There are no workflows yet. Start with `sesamo run examples/hello.yaml`.");
    }
    return names.getFirst();
  }

  private List<String> names(int limit) {
    return ask(api -> api.list(true, List.of(), List.of(), "", limit))
        .get("workflows")
        .items()
        .stream()
        .map(workflow -> workflow.get("name").text())
        .toList();
  }

  private Api api() {
    Api known = api;
    if (known == null) {
      known = new Api(server.reach());
      api = known;
    }
    return known;
  }
}
