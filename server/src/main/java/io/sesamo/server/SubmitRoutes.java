package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.EngineException;
import io.sesamo.engine.Submission;
import io.sesamo.engine.Submitted;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.store.AppRow;
import io.sesamo.engine.store.AppStore;
import io.sesamo.engine.view.Ancestry;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.model.spec.LocalFiles;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlReader;
import io.sesamo.server.Gate.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Handing workflows in: new ones, earlier ones again, and the rest of failed ones. */
final class SubmitRoutes {

  private static final Set<String> BODY =
      Set.of("file", "set_variables", "set_string_variables", "uploaded_templated_spec");

  private final Engine engine;
  private final AppStore apps;
  private final WorkflowShapes shapes;

  SubmitRoutes(Engine engine, AppStore apps, WorkflowShapes shapes) {
    this.engine = engine;
    this.apps = apps;
    this.shapes = shapes;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/pool/{pool}/workflow", Action.WORKFLOW_CREATE, this::submit)
            .says(
                "Submits a workflow to a pool, or to any. Or submits one again, or only checks it.")
            .query(WorkflowSchemas.SUBMIT_QUERY)
            .maybeBody(WorkflowSchemas.SPEC.orNull())
            .gives(WorkflowSchemas.SUBMITTED),
        Route.post("/api/pool/{pool}/workflow/{id}/restart", Action.WORKFLOW_CREATE, this::restart)
            .says("Submits what is left to do of a workflow that has failed.")
            .gives(WorkflowSchemas.SUBMITTED));
  }

  /** What has completed of a failed workflow is not done again. */
  private Object restart(Context context, Principal principal) {
    String id = Route.workflow(context);
    String rest = engine.rest(id);
    Submission submission =
        new Submission(
            principal.user(),
            pool(context),
            SpecSource.of(id, raw(rest)),
            Optional.of(engine.spec(id, true)),
            engine.workflow(id).priority(),
            Ancestry.restOf(id),
            principal.scope());
    return submitted(submission);
  }

  private Object submitted(Submission submission) {
    Submitted submitted = engine.submit(submission);
    String overview = shapes.overview(submitted.id());
    return answer(submitted, overview, overview + "/logs", null);
  }

  private Ancestry ancestry(Parameters parameters, Principal principal) {
    Optional<String> uuid = parameters.text("app_uuid");
    if (uuid.isEmpty()) {
      return Ancestry.NONE;
    }
    AppRow app =
        AppRoutes.uuid(uuid.get())
            .flatMap(found -> apps.app(found, principal.scope()))
            .orElseThrow(() -> ApiException.user("App " + uuid.get() + " does not exist."));
    int version = parameters.number("app_version").orElse(app.latest());
    if (apps.spec(app.uuid(), version).isEmpty()) {
      throw ApiException.user("App " + app.name() + " has no version " + version + ".");
    }
    return new Ancestry(
        Optional.of(new Ancestry.AppVersion(app.uuid(), version)), Optional.empty());
  }

  private Object submit(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    Optional<String> earlier = parameters.text("workflow_id").map(engine::idOf);
    earlier.ifPresent(id -> requireVisible(principal, id));
    SpecSource source = source(context, parameters, earlier);
    if (parameters.truth("dry_run", false)) {
      pool(context).ifPresent(pool -> requirePool(principal, pool));
      return dryRun(source);
    }
    Submission submission =
        new Submission(
            principal.user(),
            pool(context),
            source,
            earlier.map(id -> engine.spec(id, true)).or(() -> template(context)),
            parameters
                .text("priority")
                .map(text -> parameters.value("priority", text, Priority.class))
                .orElse(Priority.NORMAL),
            ancestry(parameters, principal),
            principal.scope());
    try {
      if (parameters.truth("validation_only", false)) {
        Submitted checked = engine.check(submission);
        return answer(checked, null, "Workflow validation succeeded.", null);
      }
      return submitted(submission);
    } catch (EngineException refused) {
      throw ApiException.of(refused).about(name(source));
    }
  }

  /** The name that a workflow would have; empty: it cannot be told. */
  private static String name(SpecSource source) {
    return SpecReader.render(source) instanceof RenderResult.Rendered rendered
        ? Names.of(rendered.text())
        : "";
  }

  private void requirePool(Principal principal, String name) {
    if (engine.pools(principal.scope()).stream().noneMatch(pool -> pool.name().equals(name))) {
      throw ApiException.user("Pool " + name + " not found.");
    }
  }

  private void requireVisible(Principal principal, String id) {
    if (!engine.has(id, principal.scope())) {
      throw EngineException.noWorkflow(id);
    }
  }

  /** The pool that it asks for; none where it asks for any. */
  private static Optional<String> pool(Context context) {
    return Optional.of(context.pathParam("pool")).filter(name -> !name.equals(PoolLoad.ANY));
  }

  private static Map<String, @Nullable Object> answer(
      Submitted submitted,
      @Nullable String overview,
      @Nullable String logs,
      @Nullable String spec) {
    return Wire.map(
        "name",
        submitted.id(),
        "overview",
        overview,
        "logs",
        logs,
        "spec",
        spec,
        "dashboard_url",
        null,
        "warnings",
        submitted.warnings());
  }

  private static Object dryRun(SpecSource source) {
    return switch (SpecReader.render(source)) {
      case RenderResult.Failed failed ->
          throw ApiException.of(new EngineException(failed.problems()));
      case RenderResult.Rendered rendered -> {
        requireWorkflow(rendered.text());
        yield answer(
            new Submitted(Names.of(rendered.text()), List.of()), null, null, rendered.text());
      }
    };
  }

  /** OSMO's client reads what it is answered as YAML, and breaks where it is none. */
  private static void requireWorkflow(String text) {
    try {
      YamlNode root = YamlReader.read("workflow", 1, text, new ArrayList<>());
      if (!(root instanceof Mapping file && file.entries().get("workflow") instanceof Mapping)) {
        throw new ApiException(
            400, "USAGE", "The file is no workflow: it needs names with values below workflow:.");
      }
    } catch (YamlException wrong) {
      throw ApiException.of(new EngineException(List.of(wrong.problem())));
    }
  }

  private SpecSource source(Context context, Parameters parameters, Optional<String> earlier) {
    Map<String, String> environment = parameters.pairs("env_vars");
    Map<String, String> labels = parameters.pairs("label");
    if (context.bodyAsBytes().length == 0) {
      String id =
          earlier.orElseThrow(() ->
              new ApiException(
                  400, "USAGE", "Need to provide either file contents or workflow ID."));
      String stored = engine.spec(id, false);
      return new SpecSource(id, raw(stored), List.of(), List.of(), environment, labels);
    }
    if (earlier.isPresent()) {
      throw new ApiException(
          400, "USAGE", "Either file contents or workflow ID can be provided, but not both.");
    }
    JsonNode body = body(context);
    return new SpecSource(
        "workflow",
        text(body, "file"),
        texts(body, "set_variables"),
        texts(body, "set_string_variables"),
        environment,
        labels);
  }

  /** A stored spec holds no templates, but may hold text that looks like one. */
  private static String raw(String stored) {
    int at = stored.indexOf("workflow:");
    return stored.substring(0, at) + LocalFiles.asTemplate(stored.substring(at));
  }

  private static JsonNode body(Context context) {
    JsonNode body = Intake.json(context);
    if (!body.isObject()) {
      throw ApiException.invalid("body", "", "Input should be an object");
    }
    for (String key : body.propertyNames()) {
      if (!BODY.contains(key)) {
        throw ApiException.invalid("body", key, "Extra inputs are not permitted");
      }
    }
    return body;
  }

  private static Optional<String> template(Context context) {
    if (context.bodyAsBytes().length == 0) {
      return Optional.empty();
    }
    JsonNode template = body(context).path("uploaded_templated_spec");
    return template.isString() ? Optional.of(template.asString()) : Optional.empty();
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isString()) {
      throw ApiException.invalid("body", name, "Input should be a valid string");
    }
    return value.asString();
  }

  private static List<String> texts(JsonNode body, String name) {
    JsonNode value = body.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isArray()) {
      throw ApiException.invalid("body", name, "Input should be a valid list");
    }
    for (JsonNode item : value) {
      if (!item.isString()) {
        throw ApiException.invalid("body", name, "Input should be a valid string");
      }
      texts.add(item.asString());
    }
    return texts;
  }
}
