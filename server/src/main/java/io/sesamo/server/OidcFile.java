package io.sesamo.server;

import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import io.sesamo.server.oidc.Provider;
import io.sesamo.server.oidc.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenID Connect provider whose users may sign in, as {@code oidc.yaml} in the home folder
 * says:
 *
 * <pre>
 * issuer: https://id.example.org          # as it stands in tokens
 * browserClient: sesamo                   # for the code flow with PKCE, a public client
 * deviceClient: sesamo                    # for the device flow; else the same
 * audience: [sesamo]                      # for whom a token may be; else the clients
 * scopes: openid profile email            # asked for at signing in; with offline_access by default
 * userClaim: preferred_username           # else that, then a verified email, then sub
 * rolesClaim: groups                      # dots lead into objects: realm_access.roles
 * roles:                                  # who belongs to what has which roles; "*" is everybody
 *   "*": osmo-user
 *   robot-admins: [osmo-admin, operator]
 * tenantClaim: tenant                     # else an administrator says for whom somebody works
 * </pre>
 *
 * @param roles by group; {@code *} is everybody
 */
record OidcFile(Settings settings, Map<String, Set<Role>> roles) {

  /** The group of everybody. */
  static final String EVERYBODY = "*";

  private static final Set<String> FIELDS =
      Set.of(
          "issuer",
          "browserClient",
          "deviceClient",
          "audience",
          "scopes",
          "userClaim",
          "rolesClaim",
          "roles",
          "tenantClaim");

  private static final String SCOPES = "openid profile email offline_access";

  OidcFile {
    roles = Map.copyOf(roles);
  }

  /**
   * Reads the file; empty where there is none.
   *
   * @throws StartException when it says what it must not
   */
  static Optional<OidcFile> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<Problem> warnings = new ArrayList<>();
    try {
      YamlNode root = YamlReader.read(file.toString(), 1, Files.readString(file), warnings);
      if (!(root instanceof Mapping map)) {
        throw wrong(root, "is a map, such as issuer: https://id.example.org");
      }
      return Optional.of(of(map));
    } catch (YamlException e) {
      throw new StartException(e.problem().toString());
    }
  }

  private static OidcFile of(Mapping map) {
    for (Map.Entry<String, YamlNode> entry : map.entries().entrySet()) {
      if (!FIELDS.contains(entry.getKey())) {
        throw wrong(entry.getValue(), "knows no " + entry.getKey());
      }
    }
    Optional<String> browser = text(map, "browserClient");
    Optional<String> device = text(map, "deviceClient");
    String client =
        browser
            .or(() -> device)
            .orElseThrow(
                () -> wrong(map, "needs browserClient, the client that people sign in by"));
    Set<String> audience = texts(map, "audience");
    if (audience.isEmpty()) {
      audience = new HashSet<>(Set.of(client));
      device.ifPresent(audience::add);
    }
    Settings settings =
        new Settings(
            issuer(map),
            client,
            device.orElse(client),
            audience,
            text(map, "scopes").orElse(SCOPES),
            text(map, "userClaim"),
            text(map, "rolesClaim"),
            text(map, "tenantClaim"));
    return new OidcFile(settings, roles(map));
  }

  private static URI issuer(Mapping map) {
    String text =
        text(map, "issuer")
            .orElseThrow(() -> wrong(map, "needs issuer, such as https://id.example.org"));
    try {
      URI issuer = URI.create(text);
      if (Provider.safe(issuer)) {
        return issuer;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw wrong(
        map.entries().getOrDefault("issuer", map),
        "has an issuer that starts with https:// (http:// on this machine alone), not " + text);
  }

  private static Map<String, Set<Role>> roles(Mapping map) {
    YamlNode node = map.entries().get("roles");
    if (node == null) {
      return Map.of(EVERYBODY, Set.of(BuiltInRole.USER));
    }
    if (!(node instanceof Mapping groups)) {
      throw wrong(node, "maps groups to roles, such as robot-admins: osmo-admin");
    }
    Map<String, Set<Role>> roles = new HashMap<>();
    groups.entries().forEach((group, words) -> roles.put(group, rolesOf(words)));
    return roles;
  }

  private static Set<Role> rolesOf(YamlNode words) {
    Set<Role> roles = new HashSet<>();
    for (YamlNode word : words instanceof Sequence list ? list.items() : List.of(words)) {
      roles.add(
          BuiltInRole.of(textOf(word))
              .orElseThrow(() ->
                  wrong(
                      word,
                      "names a role that is none of "
                          + Role.words(List.of(BuiltInRole.values())))));
    }
    return roles;
  }

  private static Optional<String> text(Mapping map, String name) {
    return Optional.ofNullable(map.entries().get(name)).map(OidcFile::textOf);
  }

  private static Set<String> texts(Mapping map, String name) {
    Set<String> texts = new HashSet<>();
    YamlNode node = map.entries().get(name);
    if (node != null) {
      for (YamlNode each : node instanceof Sequence list ? list.items() : List.of(node)) {
        texts.add(textOf(each));
      }
    }
    return texts;
  }

  private static String textOf(YamlNode node) {
    if (!(node instanceof Scalar scalar) || scalar.text().isBlank()) {
      throw wrong(node, "has a word here");
    }
    return scalar.text();
  }

  private static StartException wrong(YamlNode node, String words) {
    return new StartException(node.where() + ": oidc.yaml " + words + ".");
  }
}
