package io.sesamo.cli.command.account;

import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.SignIn;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told of a context: everything but its token. */
final class ContextView {

  /** What stands in the place of an address for the server of this machine. */
  static final String HERE = "this machine";

  private ContextView() {}

  static Map<String, @Nullable Object> facts(NamedServer server, Content content) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("name", server.name());
    facts.put("current", content.current().equals(server.name()));
    facts.put("url", server.url());
    facts.put("ca", server.authority().map(Path::toString).orElse(null));
    facts.put("signedIn", !(server.signIn() instanceof SignIn.Nobody));
    facts.put("signIn", server.signIn().words());
    return facts;
  }

  /** Of the server of this machine. */
  static Map<String, @Nullable Object> local(Content content) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("name", NamedServer.LOCAL);
    facts.put("current", content.current().equals(NamedServer.LOCAL));
    facts.put("url", null);
    facts.put("ca", null);
    facts.put("signedIn", true);
    facts.put("signIn", "by its home");
    return facts;
  }
}
