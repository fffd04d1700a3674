package io.sesamo.server;

import io.sesamo.server.contract.Contract;
import io.sesamo.server.contract.Contract.Media;
import io.sesamo.server.contract.JsonSchema;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of routes as an OpenAPI 3.1 document. */
final class OpenApi {

  private static final Pattern PATH_NAME = Pattern.compile("\\{([^}]+)}");

  /** What is answered where something is refused. */
  static final Fields REFUSED =
      Schema.object("Refused")
          .has("message", Schema.text().says("What is wrong, and what to do."))
          .has("error_code", Schema.text())
          .has("workflow_id", Schema.text().orNull())
          .may("problems", Schema.texts().says("All that is wrong with a file, by line."));

  private static final Fields INVALID =
      Schema.object("Invalid")
          .has("message", Schema.text())
          .has(
              "detail",
              Schema.list(
                  Schema.object("InvalidValue")
                      .has("type", Schema.text())
                      .has("loc", Schema.texts().says("query, path or body, and the name."))
                      .has("msg", Schema.text())));

  private static final Fields NOT_TAKEN =
      Schema.object("NotTaken").has("message", Schema.text()).has("detail", Schema.text());

  /** What every route may answer beside its own. */
  private static final Map<Integer, Refusal> REFUSALS =
      new TreeMap<>(
          Map.ofEntries(
              entry(400, "Something that is named or asked for is wrong.", REFUSED),
              entry(401, "It is not said who asks.", REFUSED),
              entry(403, "The role does not give the right to this.", REFUSED),
              entry(404, "There is no such thing.", Schema.either(REFUSED, NOT_TAKEN)),
              entry(405, "With such a name the path is that of another route.", NOT_TAKEN),
              entry(408, "The body did not come in time.", REFUSED),
              entry(413, "The body is too large.", NOT_TAKEN),
              entry(415, "The body is of another type.", REFUSED),
              entry(422, "A value is of the wrong kind.", INVALID),
              entry(429, "Too much is asked. Retry-After says when to ask again.", REFUSED),
              entry(503, "The database or the identity provider is away.", REFUSED)));

  private static Map.Entry<Integer, Refusal> entry(int status, String words, Schema schema) {
    return Map.entry(status, new Refusal(words, schema));
  }

  private final JsonSchema schemas = new JsonSchema("#/components/schemas/");

  private OpenApi() {}

  /** A kind of refusal. */
  private record Refusal(String words, Schema schema) {}

  /** The document. */
  static Map<String, @Nullable Object> of(List<Route> routes) {
    return new OpenApi().document(routes);
  }

  private Map<String, @Nullable Object> document(List<Route> routes) {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
          .put(verb(route), operation(route));
    }
    Map<String, @Nullable Object> components = Wire.map();
    components.put("schemas", schemas.named());
    components.put("securitySchemes", securitySchemes());
    return Wire.map(
        "openapi", "3.1.0",
        "info",
            Wire.map(
                "title",
                "Sesamo",
                "version",
                Version.current(),
                "description",
                "NVIDIA OSMO's REST API, and Sesamo's own under /api/sesamo/v1. Answers are"
                    + " JSON; times are in UTC without a zone in OSMO's part.",
                "license",
                Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")),
        "servers", List.of(Map.of("url", "/")),
        "security", List.of(Map.of("token", List.of()), Map.of("name", List.of())),
        "paths", paths,
        "components", components,
        "x-roles", roles());
  }

  private static String verb(Route route) {
    return route.verb().name().toLowerCase(Locale.ROOT);
  }

  private Map<String, @Nullable Object> operation(Route route) {
    Contract contract = route.contract();
    Map<String, @Nullable Object> operation =
        Wire.map(
            "operationId", id(route),
            "summary", contract.says().replaceFirst("(?s)(?<=[.]) .*", ""),
            "description", contract.says(),
            "tags", List.of(area(route.path())),
            "x-right", route.action().word(),
            "parameters", parameters(route));
    if (BuiltInRole.DEFAULT.may(route.action())) {
      operation.put("security", List.of());
    }
    contract
        .body()
        .ifPresent(body ->
            operation.put(
                "requestBody",
                Wire.map("required", body.required(), "content", content(body.media()))));
    operation.put("responses", responses(contract));
    return operation;
  }

  private static String id(Route route) {
    return verb(route)
        + Arrays.stream(route.path().split("[^A-Za-z0-9]+"))
            .filter(word -> !word.isEmpty() && !word.equals("api"))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  /** The first word of a path that tells it from others. */
  private static String area(String path) {
    return Arrays.stream(path.split("/"))
        .filter(word -> !word.isEmpty() && !List.of("api", "sesamo", "v1").contains(word))
        .findFirst()
        .orElse("server");
  }

  private List<Object> parameters(Route route) {
    List<Object> parameters = new ArrayList<>();
    for (String name :
        PATH_NAME.matcher(route.path()).results().map(each -> each.group(1)).toList()) {
      Schema schema = route.contract().path().getOrDefault(name, Schema.word());
      parameters.add(
          Wire.map("name", name, "in", "path", "required", true, "schema", schemas.of(schema)));
    }
    route.contract().query().forEach(param -> parameters.add(parameter(param)));
    return parameters;
  }

  private Map<String, @Nullable Object> parameter(Param param) {
    Map<String, @Nullable Object> schema =
        schemas.of(param.repeated() ? Schema.list(param.schema()) : param.schema());
    param.byDefault().ifPresent(value -> schema.put("default", value));
    Map<String, @Nullable Object> parameter =
        Wire.map("name", param.name(), "in", "query", "required", param.required());
    if (!param.says().isEmpty()) {
      parameter.put("description", param.says());
    }
    parameter.put("schema", schema);
    return parameter;
  }

  private Map<String, Object> content(Media media) {
    return Map.of(media.type(), Map.of("schema", schemas.of(media.schema())));
  }

  private Map<String, Object> responses(Contract contract) {
    Map<String, Object> responses = new TreeMap<>();
    REFUSALS.forEach((status, refusal) ->
        responses.put(
            String.valueOf(status),
            Wire.map(
                "description",
                refusal.words(),
                "content",
                content(new Media(Contract.JSON, refusal.schema())))));
    contract
        .answers()
        .forEach((status, media) ->
            responses.put(
                String.valueOf(status),
                Wire.map(
                    "description",
                    status == 200 ? "It is done." : "It cannot be done now.",
                    "content",
                    content(media))));
    return responses;
  }

  private static Map<String, @Nullable Object> securitySchemes() {
    return Wire.map(
        "token",
        Wire.map(
            "type", "http",
            "scheme", "bearer",
            "description",
                "An access token, a session that it was traded for at"
                    + " /api/auth/jwt/access_token, or the secret of the server's home."),
        "name",
        Wire.map(
            "type", "apiKey",
            "in", "header",
            "name", "x-osmo-user",
            "description", "Only a name, where the server was started with --dev-auth."));
  }

  /** The rights of each role. */
  private static Map<String, List<String>> roles() {
    Map<String, List<String>> roles = new LinkedHashMap<>();
    for (Role role : BuiltInRole.values()) {
      roles.put(
          role.word(),
          Arrays.stream(Action.values()).filter(role::may).map(Action::word).sorted().toList());
    }
    return roles;
  }
}
