package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who somebody is to a server.
 *
 * @param context the name of the server
 * @param url where it is
 */
record Me(String context, String url, Json facts) {

  /** Asks a server; empty: the one of this machine. */
  static Me of(Optional<NamedServer> server, Context context) {
    return context
        .session(server)
        .ask(api ->
            new Me(
                server.map(NamedServer::name).orElse(NamedServer.LOCAL),
                api.http().url(),
                new UserApi(api.http()).me()));
  }

  void print(Context out) {
    if (out.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("context", context);
      members.put("server", url);
      members.putAll(facts.members());
      out.printJson(members);
      return;
    }
    String tenant = facts.get("tenant").text();
    Json token = facts.get("token");
    Table table =
        new Table()
            .row(faint("user"), new Line().add(facts.get("user").text(), Style.STRONG))
            .row(faint("tenant"), Line.of(tenant.isEmpty() ? "none" : tenant))
            .row(faint("roles"), Line.of(String.join(", ", facts.get("roles").texts())));
    if (!token.isNull()) {
      table.row(
          faint("token"),
          Line.of(
              token.get("name").text()
                  + ", until "
                  + token.get("expires_at").text().replaceFirst("T.*", "")));
    }
    table
        .row(faint("server"), Line.of(url + " (context " + context + ")"))
        .row(faint("version"), Line.of(facts.get("version").text()));
    out.terminal().print(table.lines());
  }

  private static Line faint(String word) {
    return new Line().add(word, Style.FAINT);
  }
}
