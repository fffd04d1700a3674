package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.law.Case;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import io.sesamo.law.Days;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The body of a request to the law's routes, whose kinds of values their contracts have checked;
 * what is wrong with it else is answered by the field's name.
 *
 * @param json an object
 */
record LawBody(JsonNode json) {

  static LawBody of(Context context) {
    return new LawBody(Intake.json(context));
  }

  private static ApiException wrong(String field, String words) {
    return ApiException.user(field + ": " + words + ".");
  }

  /** A text; one that is missing is empty. */
  String text(String field) {
    return json.path(field).asString("");
  }

  Set<String> texts(String field) {
    return json.path(field).valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  OptionalLong number(String field) {
    JsonNode node = json.path(field);
    return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }

  LocalDate day(String field) {
    return Days.read(text(field))
        .orElseThrow(() -> wrong(field, "it must be a day such as 2026-01-15"));
  }

  Clearance.Kind kind() {
    return Clearance.Kind.of(text("kind"))
        .orElseThrow(() -> wrong("kind", "it is licence, notification or waiver"));
  }

  Action action() {
    return action(text("action"), "action");
  }

  private static Action action(String word, String field) {
    return Action.of(word).orElseThrow(() -> wrong(field, "it is supply, use or transfer"));
  }

  Clearance.Scope scope() {
    Set<Action> actions =
        texts("actions").stream().map(word -> action(word, "actions")).collect(Collectors.toSet());
    return new Clearance.Scope(texts("chips"), texts("sites"), texts("parties"), actions);
  }

  /** The case that is asked about; today where no day is said. */
  Case wanted(Action action, InstantSource clock) {
    LocalDate date =
        Optional.of(text("date")).filter(String::isEmpty).isPresent()
            ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            : day("date");
    return new Case(action, date, text("chip"), text("site"), facts());
  }

  private Map<String, String> facts() {
    JsonNode node = json.path("facts");
    Map<String, String> facts = new HashMap<>();
    if (!node.isMissingNode() && !node.isObject()) {
      throw wrong("facts", "it must be an object of facts by name");
    }
    for (Map.Entry<String, JsonNode> fact : node.properties()) {
      facts.put(fact.getKey(), words(fact.getKey(), fact.getValue()));
    }
    return facts;
  }

  private static String words(String name, JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
    }
    if (!value.isValueNode() || value.isNull()) {
      throw wrong("facts", name + " must be a text, a number, yes or no, or a list of texts");
    }
    return value.asString();
  }
}
