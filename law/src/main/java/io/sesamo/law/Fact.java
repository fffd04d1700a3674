package io.sesamo.law;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a condition may ask about: a name, a type, and what it means. */
public enum Fact {
  ACTION("action", Type.TEXT, "what is to be done: supply, use or transfer"),
  DATE("date", Type.TEXT, "the day, as 2026-01-15; days compare as texts"),

  CHIP_ID("chip.id", Type.TEXT, "the accelerator's id in the catalogue"),
  CHIP_NAME("chip.name", Type.TEXT, "the accelerator's name"),
  CHIP_VENDOR("chip.vendor", Type.TEXT, "who sells it"),
  CHIP_DESIGNED_IN("chip.designedIn", Type.TEXTS, "countries of its designer's headquarters"),
  CHIP_DATACENTER("chip.datacenter", Type.TRUTH, "designed or marketed for data centres"),
  CHIP_TPP("chip.tpp", Type.NUMBER, "total processing performance, TOPS × bits, dense"),
  CHIP_PERFORMANCE_DENSITY(
      "chip.performanceDensity", Type.NUMBER, "TPP / mm² of applicable die area"),
  CHIP_MEMORY_BANDWIDTH("chip.memoryBandwidth", Type.NUMBER, "of its DRAM, in GB/s"),
  CHIP_IO_BANDWIDTH("chip.ioBandwidth", Type.NUMBER, "aggregate, both directions, in GB/s"),
  CHIP_3A090A("chip.is3A090a", Type.TRUTH, "classified 3A090.a; found by the rules themselves"),
  CHIP_3A090B("chip.is3A090b", Type.TRUTH, "classified 3A090.b; found by the rules themselves"),
  CHIP_4A090A("chip.is4A090a", Type.TRUTH, "in a computer, 4A090.a; found by the rules"),
  CHIP_4A090B("chip.is4A090b", Type.TRUTH, "in a computer, 4A090.b; found by the rules"),

  SITE_ID("site.id", Type.TEXT, "the site's id in the catalogue"),
  SITE_NAME("site.name", Type.TEXT, "the site's city"),
  SITE_COUNTRY("site.country", Type.TEXT, "where the site is, ISO 3166-1 alpha-2"),
  SITE_STATE_FUNDED("site.stateFunded", Type.TRUTH, "a state pays for a part of it"),
  SITE_VALIDATED("site.validatedEndUser", Type.TRUTH, "a data centre validated end user's"),

  SHIPMENT_FROM("shipment.from", Type.TEXT, "the country from which the chip is shipped"),
  SHIPMENT_VIA("shipment.via", Type.TEXTS, "countries through which it is shipped"),
  SHIPMENT_QUANTITY("shipment.quantity", Type.NUMBER, "how many chips"),

  OPERATOR_NAME("operator.name", Type.TEXT, "who runs the site"),
  OPERATOR_HEADQUARTERS("operator.headquarters", Type.TEXT, "country of its headquarters"),
  OPERATOR_PARENT("operator.parent", Type.TEXT, "country of its ultimate parent's headquarters"),
  OPERATOR_US_EXPOSED("operator.usExposed", Type.TRUTH, "it must heed US law"),
  OPERATOR_STATE_LINKED("operator.stateLinked", Type.TRUTH, "owned or directed by a state"),
  OPERATOR_LISTED_SHARE(
      "operator.listedShare", Type.NUMBER, "% owned by parties on restricted lists"),
  OPERATOR_LISTED("operator.listed", Type.TRUTH, "itself on the Entity List"),

  TENANT_NAME("tenant.name", Type.TEXT, "whose work it is"),
  TENANT_HEADQUARTERS("tenant.headquarters", Type.TEXT, "country of its headquarters"),
  TENANT_PARENT("tenant.parent", Type.TEXT, "country of its ultimate parent's headquarters"),
  TENANT_US_EXPOSED("tenant.usExposed", Type.TRUTH, "it must heed US law"),
  TENANT_LISTED_SHARE("tenant.listedShare", Type.NUMBER, "% owned by parties on restricted lists"),
  TENANT_LISTED("tenant.listed", Type.TRUTH, "itself on the Entity List"),
  TENANT_END_USE(
      "tenant.endUse", Type.TEXT, "undeclared, civil, military, military-intelligence or wmd"),

  DATA_SOURCES("data.sources", Type.TEXTS, "countries that the data come from"),
  DATA_CATEGORIES("data.categories", Type.TEXTS, "personal, sensitive, important, other"),
  DATA_PERSONS("data.persons", Type.NUMBER, "how many people they tell of, since 1 January"),
  DATA_BYTES("data.bytes", Type.NUMBER, "how much it is"),
  DATA_MECHANISM(
      "data.mechanism",
      Type.TEXT,
      "what protects them abroad: none, consent, contract, standard-clauses, binding-rules,"
          + " certification or assessment"),
  DATA_CRITICAL_OPERATOR(
      "data.criticalOperator",
      Type.TRUTH,
      "held by a critical information infrastructure operator"),
  DATA_REMOTE_ACCESS(
      "data.remoteAccess", Type.TRUTH, "people in the operator's home country can read them");

  /** What a text may be; elsewhere anything. */
  public enum Domain {
    ANY,
    COUNTRY,
    CHIP,
    SITE,
    WORDS
  }

  /** What values a fact has. */
  public enum Type {
    /** {@link String}. */
    TEXT,
    /** {@link Double}. */
    NUMBER,
    /** {@link Boolean}. */
    TRUTH,
    /** {@link java.util.List} of {@link String}. */
    TEXTS
  }

  private static final Map<String, Fact> BY_PATH =
      Arrays.stream(values()).collect(Collectors.toMap(Fact::path, Function.identity()));

  private final String path;
  private final Type type;
  private final String meaning;

  Fact(String path, Type type, String meaning) {
    this.path = path;
    this.type = type;
    this.meaning = meaning;
  }

  /** As it is written in conditions. */
  public String path() {
    return path;
  }

  /** Its place among the values of a case. */
  @SuppressWarnings("EnumOrdinal") // an index for an array of one run, written nowhere
  public int slot() {
    return ordinal();
  }

  public Type type() {
    return type;
  }

  /** For people. */
  public String meaning() {
    return meaning;
  }

  /** Whether classification rules find it; it is never given. */
  public boolean derived() {
    return this == CHIP_3A090A || this == CHIP_3A090B || this == CHIP_4A090A || this == CHIP_4A090B;
  }

  /** What its texts may be. */
  public Domain domain() {
    return switch (this) {
      case CHIP_DESIGNED_IN,
          SITE_COUNTRY,
          SHIPMENT_FROM,
          SHIPMENT_VIA,
          OPERATOR_HEADQUARTERS,
          OPERATOR_PARENT,
          TENANT_HEADQUARTERS,
          TENANT_PARENT,
          DATA_SOURCES ->
          Domain.COUNTRY;
      case CHIP_ID -> Domain.CHIP;
      case SITE_ID -> Domain.SITE;
      default -> words().isEmpty() ? Domain.ANY : Domain.WORDS;
    };
  }

  /** The only texts that it may be; empty where there is no such list. */
  public Set<String> words() {
    return switch (this) {
      case ACTION -> Set.of("supply", "use", "transfer");
      case TENANT_END_USE ->
          Set.of("undeclared", "civil", "military", "military-intelligence", "wmd");
      case DATA_CATEGORIES -> Set.of("personal", "sensitive", "important", "other");
      case DATA_MECHANISM ->
          Set.of(
              "none",
              "consent",
              "contract",
              "standard-clauses",
              "binding-rules",
              "certification",
              "assessment");
      default -> Set.of();
    };
  }

  public static Optional<Fact> of(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }
}
