package io.sesamo.cli.remote;

import io.sesamo.cli.login.Tokens;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlReader;
import io.sesamo.model.yaml.YamlWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of the file of contexts:
 *
 * <pre>
 * current: team
 * contexts:
 *   team:
 *     url: https://sesamo.example.org
 *     ca: /etc/ssl/our-authority.pem   # of a private authority; may be missing
 *     token: …                         # or user: a name that is believed
 *                                      # or provider: what an identity provider gave
 * </pre>
 */
final class ContextsYaml {

  private ContextsYaml() {}

  static Content read(String file, String text) {
    Mapping root;
    try {
      root = map(YamlReader.read(file, 1, text, new ArrayList<>()));
    } catch (YamlException wrong) {
      throw CliException.wrong(wrong.problem().toString());
    }
    List<NamedServer> servers = new ArrayList<>();
    Optional.ofNullable(root.entries().get("contexts"))
        .map(ContextsYaml::map)
        .ifPresent(
            all -> all.entries().forEach((name, node) -> servers.add(server(name, map(node)))));
    Content content = new Content(text(root, "current").orElse(NamedServer.LOCAL), servers);
    content.server(content.current());
    return content;
  }

  private static NamedServer server(String name, Mapping entry) {
    SignIn signIn =
        text(entry, "token")
            .<SignIn>map(SignIn.Token::new)
            .or(() -> text(entry, "user").map(SignIn.Name::new))
            .or(() ->
                Optional.ofNullable(entry.entries().get("provider"))
                    .map(node -> new SignIn.Provider(tokens(map(node)))))
            .orElseGet(SignIn.Nobody::new);
    String url =
        text(entry, "url")
            .orElseThrow(() -> CliException.wrong(entry.where() + ": a context needs its url."));
    return NamedServer.of(name, url, text(entry, "ca").map(Path::of)).as(signIn);
  }

  private static Tokens tokens(Mapping given) {
    String end = need(given, "end");
    try {
      return new Tokens(
          need(given, "idToken"),
          text(given, "refreshToken"),
          Instant.parse(end),
          need(given, "endpoint"),
          need(given, "client"));
    } catch (DateTimeParseException noTime) {
      throw CliException.wrong(
          given.where() + ": end is no time: " + end + ". Sign in again: sesamo login");
    }
  }

  private static String need(Mapping given, String field) {
    return text(given, field)
        .orElseThrow(() ->
            CliException.wrong(
                given.where() + ": " + field + " is missing. Sign in again: sesamo login"));
  }

  private static Mapping map(YamlNode node) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    if (node instanceof Scalar scalar && scalar.value() == YamlNode.Null.NULL) {
      return Mapping.empty(node.where());
    }
    throw CliException.wrong(
        node.where() + ": must be a map. To begin anew, remove the file and add your contexts.");
  }

  private static Optional<String> text(Mapping map, String field) {
    return Optional.ofNullable(map.entries().get(field))
        .map(node ->
            switch (node) {
              case Scalar scalar -> scalar.text();
              default -> throw CliException.wrong(node.where() + ": must be a text.");
            });
  }

  static String write(Content content) {
    Map<String, Object> servers = new LinkedHashMap<>();
    for (NamedServer server : content.servers()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("url", server.url());
      server.authority().ifPresent(file -> entry.put("ca", file.toString()));
      switch (server.signIn()) {
        case SignIn.Nobody nobody -> {}
        case SignIn.Token token -> entry.put("token", token.token());
        case SignIn.Name name -> entry.put("user", name.user());
        case SignIn.Provider given -> entry.put("provider", provider(given.tokens()));
      }
      servers.put(server.name(), entry);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("current", content.current());
    root.put("contexts", servers);
    return YamlWriter.write(root);
  }

  private static Map<String, Object> provider(Tokens tokens) {
    Map<String, Object> provider = new LinkedHashMap<>();
    provider.put("idToken", tokens.idToken());
    tokens.refreshToken().ifPresent(token -> provider.put("refreshToken", token));
    provider.put("end", tokens.end().toString());
    provider.put("endpoint", tokens.endpoint());
    provider.put("client", tokens.client());
    return provider;
  }
}
