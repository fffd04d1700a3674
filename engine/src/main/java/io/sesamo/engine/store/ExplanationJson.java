package io.sesamo.engine.store;

import io.sesamo.placement.Estimate;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Explanation.Outlook;
import io.sesamo.placement.Explanation.Standing;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Explanations as plain maps and lists, for people's programs and for the store: times in seconds,
 * money in USD, energy in kWh, carbon in gCO₂e. What is not known is not there.
 */
public final class ExplanationJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final double NANOS = 1e9;

  private ExplanationJson() {}

  static String write(Explanation explanation) {
    return MAPPER.writeValueAsString(shape(explanation));
  }

  /** The explanation as maps, lists, texts and numbers. */
  public static Map<String, Object> shape(Explanation explanation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lead", explanation.lead());
    json.put("candidates", explanation.candidates().stream().map(ExplanationJson::shape).toList());
    explanation.outlook().ifPresent(outlook -> json.put("outlook", shape(outlook)));
    return json;
  }

  private static Map<String, Object> shape(Candidate candidate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pool", candidate.pool());
    json.put("site", candidate.site());
    json.put("standing", candidate.standing().name().toLowerCase(Locale.ROOT));
    candidate.constraint().ifPresent(constraint -> json.put("constraint", constraint.words()));
    json.put("reason", candidate.reason());
    put(json, "score", candidate.score());
    candidate.estimate().ifPresent(estimate -> json.put("estimate", shape(estimate)));
    return json;
  }

  private static Map<String, Object> shape(Estimate estimate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("platform", estimate.platform());
    estimate.delay().ifPresent(time -> json.put("delay", seconds(time)));
    json.put("transfer", seconds(estimate.transfer()));
    json.put("run", seconds(estimate.run()));
    json.put("source", estimate.source().name().toLowerCase(Locale.ROOT));
    put(json, "price", estimate.price());
    put(json, "energy", estimate.energy());
    put(json, "carbon", estimate.carbon());
    json.put("bytes", estimate.bytes());
    json.put("egress", estimate.egress());
    estimate.distance().ifPresent(distance -> json.put("distance", distance));
    Map<String, Object> onward = new LinkedHashMap<>();
    onward.put("seconds", estimate.onward().seconds());
    onward.put("price", estimate.onward().price());
    onward.put("carbon", estimate.onward().carbon());
    json.put("onward", onward);
    return json;
  }

  private static Map<String, Object> shape(Outlook outlook) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("position", outlook.position());
    outlook.delay().ifPresent(time -> json.put("delay", seconds(time)));
    outlook.atLeast().ifPresent(time -> json.put("atLeast", seconds(time)));
    outlook.atMost().ifPresent(time -> json.put("atMost", seconds(time)));
    json.put("sooner", outlook.sooner());
    return json;
  }

  private static double seconds(Duration time) {
    return time.toSeconds() + time.toNanosPart() / NANOS;
  }

  private static void put(Map<String, Object> json, String name, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.put(name, value.getAsDouble());
    }
  }

  static Explanation read(String text) {
    JsonNode json = MAPPER.readTree(text);
    List<Candidate> candidates =
        json.path("candidates").valueStream().map(ExplanationJson::candidate).toList();
    return new Explanation(
        json.path("lead").asString(""),
        candidates,
        node(json, "outlook").map(ExplanationJson::outlook));
  }

  private static Candidate candidate(JsonNode json) {
    return new Candidate(
        json.path("pool").asString(""),
        json.path("site").asString(""),
        Standing.valueOf(json.path("standing").asString("").toUpperCase(Locale.ROOT)),
        node(json, "constraint").flatMap(word -> constraint(word.asString(""))),
        json.path("reason").asString(""),
        node(json, "estimate").map(ExplanationJson::estimate),
        number(json, "score"));
  }

  private static Optional<Constraint> constraint(String words) {
    return Stream.of(Constraint.values())
        .filter(constraint -> constraint.words().equals(words))
        .findFirst();
  }

  private static Estimate estimate(JsonNode json) {
    JsonNode onward = json.path("onward");
    return new Estimate(
        json.path("platform").asString(""),
        node(json, "delay").map(ExplanationJson::time),
        time(json.path("transfer")),
        time(json.path("run")),
        Work.Source.valueOf(json.path("source").asString("").toUpperCase(Locale.ROOT)),
        number(json, "price"),
        number(json, "energy"),
        number(json, "carbon"),
        json.path("bytes").asLong(0),
        json.path("egress").asDouble(0),
        json.has("distance") ? OptionalInt.of(json.path("distance").asInt(0)) : OptionalInt.empty(),
        new Estimate.Onward(
            onward.path("seconds").asDouble(0),
            onward.path("price").asDouble(0),
            onward.path("carbon").asDouble(0)));
  }

  private static Outlook outlook(JsonNode json) {
    return new Outlook(
        json.path("position").asInt(0),
        node(json, "delay").map(ExplanationJson::time),
        node(json, "atLeast").map(ExplanationJson::time),
        node(json, "atMost").map(ExplanationJson::time),
        json.path("sooner").asString(""));
  }

  private static Duration time(JsonNode seconds) {
    return Duration.ofNanos(Math.round(seconds.asDouble(0) * NANOS));
  }

  private static Optional<JsonNode> node(JsonNode json, String name) {
    return Optional.of(json.path(name)).filter(node -> !node.isMissingNode() && !node.isNull());
  }

  private static OptionalDouble number(JsonNode json, String name) {
    return node(json, name)
        .map(node -> OptionalDouble.of(node.asDouble()))
        .orElse(OptionalDouble.empty());
  }
}
