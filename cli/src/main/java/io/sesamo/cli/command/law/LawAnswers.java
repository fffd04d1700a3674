package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.LawApi;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.VerdictFacts;
import java.io.IOException;
import java.util.List;

/** What the commands that ask a server about the law have in common. */
final class LawAnswers {

  private LawAnswers() {}

  /** Something to ask. */
  interface Question {
    Json ask(LawApi law) throws IOException;
  }

  static Json ask(Context context, Question question) {
    Session session = context.session();
    return session.ask(api -> question.ask(new LawApi(api.http())));
  }

  /** Asks something that must not be done twice. */
  static Json askOnce(Context context, Question question, String ifInDoubt) {
    return context.session().askOnce(api -> question.ask(new LawApi(api.http())), ifInDoubt);
  }

  /** Prints an answer for people. */
  static void print(Context context, List<Line> lines) {
    context.terminal().print(lines);
    context.terminal().print(new Line().add(VerdictFacts.NOTICE, Style.FAINT));
  }

  /** Prints an answer for programs. */
  static void printJson(Context context, Json answer) {
    context.printJson(answer);
  }

  /** Texts with commas between them. */
  static String words(Json list) {
    return String.join(", ", list.texts());
  }
}
