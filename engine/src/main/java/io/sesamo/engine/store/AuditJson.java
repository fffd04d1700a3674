package io.sesamo.engine.store;

import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Entries of the audit log as JSON, with their fields sorted, so that equal entries are equal. */
public final class AuditJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private AuditJson() {}

  static String write(AuditEntry entry) {
    Map<String, Object> json = new TreeMap<>();
    json.put("at", entry.at().toString());
    json.put("kind", entry.kind().word());
    json.put("by", entry.by());
    json.put("workflow", entry.workflow());
    json.put("group", entry.group());
    json.put("platform", entry.platform());
    json.put("what", entry.what());
    json.put("facts", new TreeMap<>(entry.facts()));
    json.put("verdict", entry.verdict());
    json.put("rules", entry.rules());
    json.put("catalog", entry.catalog());
    json.put("clearances", entry.clearances().stream().map(AuditJson::clearance).toList());
    return MAPPER.writeValueAsString(json);
  }

  /**
   * The entry as it was written.
   *
   * @throws RuntimeException when nobody wrote it so
   */
  static AuditEntry read(String text) {
    JsonNode json = MAPPER.readTree(text);
    Function<String, String> field = name -> json.required(name).asString();
    return new AuditEntry(
        Instant.parse(field.apply("at")),
        Kind.valueOf(field.apply("kind").toUpperCase(Locale.ROOT)),
        field.apply("by"),
        field.apply("workflow"),
        field.apply("group"),
        field.apply("platform"),
        field.apply("what"),
        MAPPER.convertValue(json.required("facts"), MAP),
        field.apply("verdict"),
        List.copyOf(texts(json.required("rules"))),
        field.apply("catalog"),
        json.required("clearances").valueStream().map(AuditJson::clearance).toList());
  }

  /** A clearance as plain maps and lists. */
  public static Map<String, Object> clearance(Clearance clearance) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", clearance.id());
    json.put("kind", clearance.kind().word());
    json.put("rules", sorted(clearance.rules()));
    json.put("chips", sorted(clearance.scope().chips()));
    json.put("sites", sorted(clearance.scope().sites()));
    json.put("parties", sorted(clearance.scope().parties()));
    json.put("actions", words(clearance.scope().actions()));
    clearance.quantity().ifPresent(quantity -> json.put("quantity", quantity));
    json.put("from", clearance.from().toString());
    json.put("to", clearance.to().toString());
    return json;
  }

  private static Clearance clearance(JsonNode json) {
    Set<Action> actions =
        texts(json.required("actions")).stream()
            .map(word -> Action.of(word).orElseThrow())
            .collect(Collectors.toSet());
    return new Clearance(
        json.required("id").asString(),
        Clearance.Kind.of(json.required("kind").asString()).orElseThrow(),
        texts(json.required("rules")),
        new Clearance.Scope(
            texts(json.required("chips")),
            texts(json.required("sites")),
            texts(json.required("parties")),
            actions),
        json.has("quantity")
            ? OptionalLong.of(json.get("quantity").asLong())
            : OptionalLong.empty(),
        LocalDate.parse(json.required("from").asString()),
        LocalDate.parse(json.required("to").asString()));
  }

  static List<String> words(Set<Action> actions) {
    return actions.stream().map(Action::word).sorted().toList();
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static Set<String> texts(JsonNode list) {
    return list.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
