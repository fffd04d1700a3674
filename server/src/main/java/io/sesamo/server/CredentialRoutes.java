package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.store.CredentialRow;
import io.sesamo.engine.store.CredentialRow.Kind;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The caller's own credentials: their names go out, their values never do. */
record CredentialRoutes(Vault vault) {

  private static final String ALL = "/api/credentials";
  private static final String ONE = ALL + "/{name}";

  /** Where an image is when its name does not say so. */
  private static final String USUAL_REGISTRY = "docker.io";

  /** What counts as not said where it is empty. */
  private static final Set<String> OPTIONAL =
      Set.of("registry", "username", "region", "override_url", "addressing_style");

  /** The stores that OSMO knows, in the form that it writes them. */
  private static final String ENDPOINT = "(s3|gs|azure|swift|tos)://[^\\s/]+(/\\S*)?";

  private static final String SERVICE = "https?://[^\\s/]+(/\\S*)?";
  private static final Set<String> STYLES = Set.of("virtual", "path", "auto");

  private static final Schema GENERIC_SHAPE =
      Schema.object("UserCredential").has("credential", Schema.byName(Schema.text())).only();

  private static final Schema REGISTRY_SHAPE =
      Schema.object("UserRegistryCredential")
          .may("registry", Schema.text())
          .may("username", Schema.text())
          .has("auth", Schema.text())
          .only();

  private static final Schema DATA_SHAPE =
      Schema.object("UserDataCredential")
          .has("endpoint", Schema.text())
          .may("region", Schema.text().orNull())
          .may("override_url", Schema.text().orNull())
          .may("addressing_style", Schema.text().orNull())
          .has("access_key_id", Schema.text())
          .has("access_key", Schema.text())
          .only();

  private static final Schema BODY =
      Schema.object("CredentialOptions")
          .may("generic_credential", GENERIC_SHAPE.orNull())
          .may("registry_credential", REGISTRY_SHAPE.orNull())
          .may("data_credential", DATA_SHAPE.orNull());

  private static final Schema SHOWN =
      Schema.object("CredentialGetResponse")
          .has("credentials", Schema.list(Schema.byName(Schema.text().orNull())));

  List<Route> routes() {
    return List.of(
        Route.get(ALL, Action.CREDENTIALS_READ, (c, p) -> shapes(vault.list(p.user())))
            .says("The caller's credentials: what they are called and for, not what they say.")
            .gives(SHOWN),
        Route.post(ONE, Action.CREDENTIALS_CREATE, this::set)
            .says("Keeps a credential of the caller's, in the place of an earlier one.")
            .body(BODY)
            .gives(Schema.nothing()),
        Route.delete(ONE, Action.CREDENTIALS_DELETE, this::delete)
            .says("Forgets a credential of the caller's; the answer is what it was.")
            .gives(SHOWN));
  }

  private static Object shapes(List<CredentialRow> rows) {
    return Map.of(
        "credentials",
        rows.stream()
            .map(row ->
                Wire.map(
                    "cred_name", row.name(),
                    "cred_type", row.kind().name(),
                    "profile", row.profile().orElse(null)))
            .toList());
  }

  private Object delete(Context context, Principal principal) {
    String name = context.pathParam("name");
    return vault
        .delete(principal.user(), name)
        .map(row -> shapes(List.of(row)))
        .orElseThrow(() -> ApiException.user("Credential " + name + " does not exist."));
  }

  private Object set(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    String name = context.pathParam("name");
    Map<String, JsonNode> given = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      String field = kind.name().toLowerCase(Locale.ROOT) + "_credential";
      if (body.path(field).isObject()) {
        given.put(kind.name(), body.get(field));
      }
    }
    if (given.size() != 1) {
      throw wrong(
          "A credential is one of generic_credential, registry_credential and data_credential;"
              + " there "
              + (given.isEmpty() ? "is none." : "are several."));
    }
    Kind kind = Kind.valueOf(given.keySet().iterator().next());
    JsonNode fields = given.values().iterator().next();
    Map<String, String> values =
        switch (kind) {
          case GENERIC -> texts(fields.path("credential"), Set.of());
          case REGISTRY, DATA -> texts(fields, OPTIONAL);
        };
    vault.set(principal.user(), name, kind, profile(kind, values), values);
    return Route.Special.NOTHING;
  }

  /** What it is for; checks the form of what is shown. */
  private static Optional<String> profile(Kind kind, Map<String, String> values) {
    return switch (kind) {
      case GENERIC -> Optional.empty();
      case REGISTRY -> Optional.of(values.getOrDefault("registry", USUAL_REGISTRY));
      case DATA -> {
        String endpoint = values.getOrDefault("endpoint", "");
        if (!endpoint.matches(ENDPOINT)) {
          throw wrong(
              "The endpoint is a store's URL like s3://bucket (or gs, azure, swift, tos); the"
                  + " address of a service goes into override_url.");
        }
        if (values.containsKey("override_url") && !values.get("override_url").matches(SERVICE)) {
          throw wrong("The override_url is the address of a service like http://minio:9000.");
        }
        if (values.containsKey("addressing_style")
            && !STYLES.contains(values.get("addressing_style"))) {
          throw wrong("The addressing_style is one of auto, path and virtual.");
        }
        yield Optional.of(endpoint);
      }
    };
  }

  /** A field that is null counts as one that is not there; an optional one also when empty. */
  private static Map<String, String> texts(JsonNode node, Set<String> optional) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String text = field.getValue().isString() ? field.getValue().asString() : "";
      if (!field.getValue().isNull() && !(text.isEmpty() && optional.contains(field.getKey()))) {
        texts.put(field.getKey(), text);
      }
    }
    return texts;
  }

  private static ApiException wrong(String words) {
    return new ApiException(400, "CREDENTIAL", words);
  }
}
