package io.sesamo.cli.command;

import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.client.Api;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.ServerException;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command's talk with the server: the server is started when none runs, and again when it goes
 * away in between. Not thread-safe.
 */
public final class Session {

  /** So often a server may go away within one command before the command gives up. */
  private static final int RESTARTS = 3;

  private final ServerLink link;
  private final Terminal terminal;
  private @Nullable Api api;
  private int restarts;

  Session(ServerLink link, Terminal terminal) {
    this.link = link;
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
        reconnect(goneAway);
      } catch (ServerException refused) {
        throw refusal(refused, ifRefused);
      }
    }
  }

  /** Asks something that must not be done twice. */
  public <T> T askOnce(Question<T> question, String ifInDoubt) {
    try {
      return question.ask(api());
    } catch (IOException goneAway) {
      throw CliException.refused("The server went away before it answered. " + ifInDoubt);
    } catch (ServerException refused) {
      throw refusal(refused, "The server refuses the workflow.");
    }
  }

  private static CliException refusal(ServerException refused, String words) {
    return refused.problems().isEmpty()
        ? CliException.refused(String.valueOf(refused.getMessage()))
        : CliException.refused(words, refused.problems());
  }

  /** A workflow, as {@link Api#workflow} describes it; the newest when no id is given. */
  Json workflow(Optional<String> id) {
    String wanted = id.orElseGet(this::newest);
    try {
      return ask(api -> api.workflow(wanted));
    } catch (CliException refused) {
      throw CliException.refused(refused.getMessage() + suggestion(wanted));
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

  private String newest() {
    List<String> names = names(1);
    if (names.isEmpty()) {
      throw CliException.refused(
          "There are no workflows yet. Start with `sesamo run examples/hello.yaml`.");
    }
    return names.getFirst();
  }

  private List<String> names(int limit) {
    return ask(api -> api.list(true, List.of(), "", limit)).get("workflows").items().stream()
        .map(workflow -> workflow.get("name").text())
        .toList();
  }

  private Api api() {
    Api known = api;
    if (known == null) {
      known = new Api(link.connect().http());
      api = known;
    }
    return known;
  }

  private void reconnect(IOException goneAway) {
    if (restarts == RESTARTS) {
      throw CliException.refused(
          "The server at "
              + api().http().url()
              + " does not answer ("
              + goneAway.getMessage()
              + "). Its log: "
              + link.log());
    }
    restarts++;
    api = null;
    if (link.find().isEmpty()) {
      terminal.remark("The server has gone away; starting it again.");
    }
  }
}
