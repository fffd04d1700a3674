package io.sesamo.model.fleet;

import static io.sesamo.model.schema.Kinds.any;
import static io.sesamo.model.schema.Kinds.list;
import static io.sesamo.model.schema.Kinds.map;
import static io.sesamo.model.schema.Kinds.node;
import static io.sesamo.model.schema.Kinds.orNull;
import static io.sesamo.model.schema.Kinds.pattern;
import static io.sesamo.model.schema.Kinds.ref;

import io.sesamo.model.fleet.PlacementPolicy.Objective;
import io.sesamo.model.schema.Fieldset;
import io.sesamo.model.schema.Kinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of files of a fleet, for editors. It takes every file that {@link
 * FleetReader} takes; what only the reader can know (what is in the catalogue, what is given twice
 * or does not go together) it does not say.
 */
public final class FleetSchema {

  private static final String TIME = "\\s*\\+?[0-9]{1,15}\\s*(d|h|m|s|ms|us)|P.*";

  private FleetSchema() {}

  /** The schema as maps, lists, texts and numbers. */
  public static Map<String, Object> schema() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("operator", operator());
    definitions.put("tenant", tenant());
    definitions.put("quota", quota());
    definitions.put("site", site());
    definitions.put("pool", pool());
    definitions.put("platform", platform());
    definitions.put("network", network());
    definitions.put("placement", placement());
    return Kinds.schema("Fleet", file(), definitions);
  }

  static Map<String, Object> file() {
    return map("A fleet: who runs which sites, with which pools, for whom.")
        .needed("operator", ref("operator"), "Who runs the sites.")
        .field("tenants", orNull(Kinds.named(ref("tenant"))), "By the name in sesamo.tenant.")
        .needed("sites", some(ref("site")), "Where the pools are.")
        .field("network", orNull(ref("network")), "Between the sites.")
        .field("placement", orNull(ref("placement")), "How places are chosen, and who is first.")
        .field("data", orNull(data()), "What holds for data that go abroad.")
        .field("law", orNull(law()), "What is done with work that the law does not allow.")
        .build();
  }

  static Map<String, Object> operator() {
    Fieldset operator =
        map("Who runs sites.")
            .needed("name", word(), "Its name.")
            .needed("headquarters", country(), "ISO 3166-1, such as FR.")
            .field("stateLinked", truth(), "Whether a state owns or directs it.");
    return party(operator).build();
  }

  static Map<String, Object> tenant() {
    Fieldset tenant =
        map("What is known of a tenant, and what it may use. a/b is a part of a.")
            .field("headquarters", country(), "ISO 3166-1, such as FR.")
            .field("endUse", words(FleetReader.END_USES), "What its work is for.")
            .field("quota", orNull(ref("quota")), "Accelerators.")
            .field("weight", number(), "Its part of what nobody is guaranteed; more than 0 (1).");
    return party(tenant).build();
  }

  private static Fieldset party(Fieldset fields) {
    return fields
        .field("parent", country(), "Of its ultimate parent's headquarters.")
        .field("usExposed", truth(), "Whether it must heed US law.")
        .field("listedShare", amount("%"), "% owned by parties on restricted lists.")
        .field("listed", truth(), "Whether it is on the Entity List.");
  }

  static Map<String, Object> quota() {
    return map("How many accelerators a tenant may use, with all its parts.")
        .field("guaranteed", accelerators(), "What it gets whenever it wants them (0).")
        .field("most", accelerators(), "What it may use at a time (no limit).")
        .build();
  }

  static Map<String, Object> site() {
    return map("A site of the catalogue with its pools.")
        .needed("site", word(), "Its id in the catalogue.")
        .field("operator", orNull(ref("operator")), "Who runs it (the fleet's operator).")
        .field("stateFunded", truth(), "Whether a state pays for a part of it (the catalogue's).")
        .field("electricity", amount("USD/kWh"), "USD/kWh (the catalogue's).")
        .field("carbon", amount("gCO2e/kWh"), "gCO2e/kWh (the catalogue's).")
        .field("pue", number(), "Power usage effectiveness, 1 or more (the catalogue's).")
        .field("pools", orNull(some(ref("pool"))), "What runs there.")
        .build();
  }

  static Map<String, Object> pool() {
    return map("The nodes of a site that one backend manages.")
        .needed("name", word(), "Unique in the fleet.")
        .field("backend", words(List.of("local")), "What runs its tasks (local).")
        .field(
            "emulated",
            truth(),
            "Whether its accelerators are not there; tasks are then local processes (false).")
        .field("tenants", orNull(some(node("type", "string"))), "Who may use it (all).")
        .field("labels", labels(), "Of each node.")
        .field("platforms", orNull(some(ref("platform"))), "Its kinds of nodes.")
        .build();
  }

  static Map<String, Object> platform() {
    return map("A kind of node. Amounts are for emulated pools, which need them.")
        .needed("name", word(), "Unique in its pool.")
        .field("accelerator", word(), "Its id in the catalogue.")
        .field("accelerators", whole(0, 64), "On each node.")
        .field("cpu", amount("cores"), "Cores of each node.")
        .field("memory", size(), "Main memory of each node, such as 1Ti.")
        .field("storage", size(), "Local disk of each node (1Ti).")
        .field(
            "nodes",
            any(
                List.of(
                    whole(1, FleetFile.MOST_NODES),
                    list(node("type", "string")),
                    node("type", "null"))),
            "How many, or their names.")
        .field(
            "topology",
            orNull(Kinds.named(whole(1, FleetFile.MOST_NODES))),
            "How many consecutive nodes share one domain, from the narrowest to the widest.")
        .field("labels", labels(), "Of each node.")
        .field("price", amount("USD/h"), "USD for an accelerator for an hour (the catalogue's).")
        .build();
  }

  static Map<String, Object> network() {
    return map("What sending data between sites takes.")
        .field("bandwidth", bandwidth(), "Between two sites (10 Gbit/s).")
        .field("egress", amount("USD/GB"), "USD/GB that leaves a site (0.05).")
        .field("links", orNull(list(link())), "What differs between some sites.")
        .build();
  }

  static Map<String, Object> link() {
    return map("Between two sites of the fleet; in both directions, unless both are written.")
        .needed("from", word(), "A site's id.")
        .needed("to", word(), "A site's id.")
        .field("bandwidth", bandwidth(), "Such as 10 Gbit/s.")
        .field("egress", amount("USD/GB"), "USD/GB.")
        .build();
  }

  static Map<String, Object> placement() {
    return map("How places are chosen, and who is first.")
        .field("objective", words(Objective.words()), "What a place is chosen for (balanced).")
        .field("fairShare", truth(), "Whether quotas and weights count (true).")
        .field(
            "preemption", truth(), "Whether work may be stopped for work with more right (true).")
        .field("minimumRun", time(), "How long work runs before it may be stopped so (10m).")
        .field("backfill", truth(), "Whether work may overtake if it delays nobody (true).")
        .field("ageing", time(), "Waiting that weighs like one class of priority (1h).")
        .field(
            "movesPerHour",
            whole(1, PlacementPolicy.MOST_MOVES),
            "How often a group may be moved in an hour (3).")
        .build();
  }

  static Map<String, Object> data() {
    return map("What holds for data that go abroad.")
        .field("criticalOperator", truth(), "Whether the operator is one of critical systems.")
        .field("mechanism", words(FleetReader.MECHANISMS), "What protects them.")
        .field("remoteAccess", truth(), "Whether the operator reads them from its home country.")
        .build();
  }

  static Map<String, Object> law() {
    return map("What is done with work that the law does not allow.")
        .field("unlawful", words(List.of("refuse", "wait")), "When it is submitted (refuse).")
        .field("running", words(List.of("finish", "stop")), "When it already runs (finish).")
        .build();
  }

  /** A list with something in it. */
  private static Map<String, Object> some(Map<String, Object> items) {
    return node("type", "array", "items", items, "minItems", 1);
  }

  private static Map<String, Object> accelerators() {
    return whole(0, FleetFile.MOST_ACCELERATORS);
  }

  private static Map<String, Object> whole(int least, int most) {
    return node("type", List.of("integer", "null"), "minimum", least, "maximum", most);
  }

  private static Map<String, Object> number() {
    return node("type", List.of("number", "null"), "minimum", 0);
  }

  private static Map<String, Object> amount(String unit) {
    return any(List.of(number(), pattern("[0-9]+(\\.[0-9]+)? *" + unit)));
  }

  private static Map<String, Object> size() {
    return orNull(pattern("[0-9]+(\\.[0-9]+)?([KMGT](iB?)?|B)"));
  }

  private static Map<String, Object> bandwidth() {
    return orNull(pattern("[0-9]+(\\.[0-9]+)? ?[kMGT]?bit/s"));
  }

  private static Map<String, Object> time() {
    return any(List.of(node("type", List.of("boolean", "null")), node("const", 0), pattern(TIME)));
  }

  private static Map<String, Object> labels() {
    return orNull(Kinds.named(node("type", List.of("string", "number", "boolean"))));
  }

  private static Map<String, Object> word() {
    return node("type", List.of("string", "number", "null"));
  }

  private static Map<String, Object> country() {
    return orNull(pattern("[A-Z]{2}"));
  }

  private static Map<String, Object> truth() {
    return node("type", List.of("boolean", "null"));
  }

  /** One of these, or nothing. */
  private static Map<String, Object> words(List<String> words) {
    return orNull(node("enum", words));
  }
}
