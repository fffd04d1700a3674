package io.sesamo.law;

import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Confidence;
import io.sesamo.model.catalog.Site;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one case: a value for each {@link Fact}, or none. Immutable. */
public final class Facts {

  /** Instead of an accelerator's id, where work uses none. */
  public static final String NO_CHIP = "none";

  private static final int COUNT = Fact.values().length;

  private final @Nullable Object[] values;
  private final Map<Fact, String> doubts;
  private final Set<Fact> assumed;

  private Facts(@Nullable Object[] values, Map<Fact, String> doubts, Set<Fact> assumed) {
    this.values = values;
    this.doubts = doubts;
    this.assumed = assumed;
  }

  /** Begins with what is to be done, and when. */
  public static Builder of(Action action, LocalDate date) {
    return new Builder().set(Fact.ACTION, action.word()).set(Fact.DATE, date.toString());
  }

  /** The value of a fact: String, Double, Boolean or list of strings; null: missing. */
  public @Nullable Object get(Fact fact) {
    return values[fact.slot()];
  }

  public Action action() {
    return Action.of(String.valueOf(get(Fact.ACTION))).orElseThrow();
  }

  public LocalDate date() {
    return LocalDate.parse(String.valueOf(get(Fact.DATE)));
  }

  /** Why facts are missing though something is known of them. */
  public Map<Fact, String> doubts() {
    return doubts;
  }

  /** Facts that nobody gave: what is usual is taken for true, and said. */
  public Set<Fact> assumed() {
    return assumed;
  }

  /** The same case on another day. */
  public Facts on(LocalDate date) {
    @Nullable Object[] moved = values.clone();
    moved[Fact.DATE.slot()] = date.toString();
    return new Facts(moved, doubts, assumed);
  }

  /** A copy of the values, by {@link Fact#slot}. */
  @Nullable Object[] slots() {
    return values.clone();
  }

  /** With what classification found. */
  Facts with(@Nullable Object[] slots) {
    return new Facts(slots, doubts, assumed);
  }

  /** Collects facts. What is not given stays missing, but for a few things that are assumed. */
  public static final class Builder {

    private final @Nullable Object[] values = new @Nullable Object[COUNT];
    private final Map<Fact, String> doubts = new EnumMap<>(Fact.class);
    private final Set<Fact> assumed = EnumSet.noneOf(Fact.class);

    private Builder() {}

    /**
     * Gives a fact.
     *
     * @param value of the fact's type
     * @throws IllegalArgumentException when it is of another
     */
    public Builder set(Fact fact, Object value) {
      boolean fits =
          switch (fact.type()) {
            case TEXT -> value instanceof String;
            case NUMBER -> value instanceof Double;
            case TRUTH -> value instanceof Boolean;
            case TEXTS -> value instanceof List<?>;
          };
      if (!fits) {
        throw new IllegalArgumentException(fact.path() + " cannot be " + value);
      }
      values[fact.slot()] = value instanceof List<?> list ? List.copyOf(list) : value;
      doubts.remove(fact);
      return this;
    }

    /** Says that a fact is not known, so that nothing is assumed of it. */
    public Builder unknown(Fact fact, String why) {
      values[fact.slot()] = null;
      doubts.put(fact, why);
      return this;
    }

    /** Whether it was given. */
    public boolean has(Fact fact) {
      return values[fact.slot()] != null;
    }

    /** The chip. Figures of low confidence count as missing: nothing may rest on them. */
    public Builder chip(Accelerator chip) {
      set(Fact.CHIP_ID, chip.id());
      set(Fact.CHIP_NAME, chip.vendor() + " " + chip.name());
      set(Fact.CHIP_VENDOR, chip.vendor());
      set(Fact.CHIP_DESIGNED_IN, chip.designedIn());
      set(Fact.CHIP_DATACENTER, chip.datacenter());
      figure(chip, Fact.CHIP_TPP, ExportArithmetic.totalProcessingPerformance(chip));
      figure(chip, Fact.CHIP_PERFORMANCE_DENSITY, ExportArithmetic.performanceDensity(chip));
      figure(chip, Fact.CHIP_MEMORY_BANDWIDTH, chip.memoryBandwidth());
      figure(chip, Fact.CHIP_IO_BANDWIDTH, chip.interconnectBandwidth());
      return this;
    }

    /** Work that uses no accelerator: no rule on chips reaches it. */
    public Builder noChip() {
      set(Fact.CHIP_ID, NO_CHIP);
      set(Fact.CHIP_NAME, "no accelerator");
      set(Fact.CHIP_VENDOR, "nobody");
      set(Fact.CHIP_DESIGNED_IN, List.of());
      set(Fact.CHIP_DATACENTER, false);
      set(Fact.CHIP_TPP, 0.0);
      set(Fact.CHIP_PERFORMANCE_DENSITY, 0.0);
      set(Fact.CHIP_MEMORY_BANDWIDTH, 0.0);
      set(Fact.CHIP_IO_BANDWIDTH, 0.0);
      return this;
    }

    private void figure(Accelerator chip, Fact fact, OptionalDouble value) {
      if (value.isEmpty()) {
        doubts.put(fact, "not published");
      } else if (chip.confidence() == Confidence.LOW) {
        doubts.put(fact, value.getAsDouble() + " is of low confidence");
      } else {
        set(fact, value.getAsDouble());
      }
    }

    /** The site. */
    public Builder site(Site site) {
      set(Fact.SITE_ID, site.id());
      set(Fact.SITE_NAME, site.city());
      set(Fact.SITE_COUNTRY, site.country());
      if (site.confidence() == Confidence.LOW) {
        site.stateFunded()
            .ifPresent(
                funded -> doubts.put(Fact.SITE_STATE_FUNDED, funded + " is of low confidence"));
      } else {
        site.stateFunded().ifPresent(funded -> set(Fact.SITE_STATE_FUNDED, funded));
      }
      return this;
    }

    /** The facts, with what is assumed where nothing was given. */
    public Facts build() {
      Builder settled = new Builder();
      System.arraycopy(values, 0, settled.values, 0, COUNT);
      settled.doubts.putAll(doubts);
      settled.settle();
      return new Facts(settled.values, Map.copyOf(doubts), Set.copyOf(settled.assumed));
    }

    private void settle() {
      settleParties();
      settleShipment();
      settleData();
      assume(Fact.SITE_VALIDATED, false);
    }

    private void settleParties() {
      copy(Fact.OPERATOR_PARENT, Fact.OPERATOR_HEADQUARTERS);
      expose(Fact.OPERATOR_US_EXPOSED, Fact.OPERATOR_HEADQUARTERS, Fact.OPERATOR_PARENT);
      assume(Fact.OPERATOR_LISTED_SHARE, 0.0);
      assume(Fact.OPERATOR_LISTED, false);
      if (!has(Fact.TENANT_HEADQUARTERS) && !has(Fact.TENANT_NAME)) {
        copy(Fact.TENANT_NAME, Fact.OPERATOR_NAME);
        copy(Fact.TENANT_HEADQUARTERS, Fact.OPERATOR_HEADQUARTERS);
        copy(Fact.TENANT_PARENT, Fact.OPERATOR_PARENT);
        copy(Fact.TENANT_US_EXPOSED, Fact.OPERATOR_US_EXPOSED);
        copy(Fact.TENANT_LISTED_SHARE, Fact.OPERATOR_LISTED_SHARE);
        copy(Fact.TENANT_LISTED, Fact.OPERATOR_LISTED);
      }
      copy(Fact.TENANT_PARENT, Fact.TENANT_HEADQUARTERS);
      expose(Fact.TENANT_US_EXPOSED, Fact.TENANT_HEADQUARTERS, Fact.TENANT_PARENT);
      assume(Fact.TENANT_LISTED_SHARE, 0.0);
      assume(Fact.TENANT_LISTED, false);
      assume(Fact.TENANT_END_USE, "undeclared");
    }

    /**
     * A company of the United States must heed its law, whatever it says; of others that must be
     * said.
     */
    private void expose(Fact exposed, Fact headquarters, Fact parent) {
      boolean american =
          "US".equals(values[headquarters.slot()]) || "US".equals(values[parent.slot()]);
      if (american) {
        values[exposed.slot()] = true;
      }
    }

    private void settleShipment() {
      Object designedIn = values[Fact.CHIP_DESIGNED_IN.slot()];
      if (designedIn instanceof List<?> countries && !countries.isEmpty()) {
        assume(
            Fact.SHIPMENT_FROM,
            countries.contains("US") ? "US" : String.valueOf(countries.getFirst()));
      }
      assume(Fact.SHIPMENT_VIA, List.of());
      assume(Fact.SHIPMENT_QUANTITY, 1.0);
    }

    private void settleData() {
      boolean moves = Action.TRANSFER.word().equals(values[Fact.ACTION.slot()]);
      if (!moves && !has(Fact.DATA_SOURCES) && !has(Fact.DATA_CATEGORIES)) {
        assume(Fact.DATA_SOURCES, List.of());
        assume(Fact.DATA_CATEGORIES, List.of());
      }
      Object categories = values[Fact.DATA_CATEGORIES.slot()];
      if (categories instanceof List<?> words
          && words.contains("sensitive")
          && !words.contains("personal")) {
        List<Object> all = new ArrayList<>(words);
        all.add("personal");
        values[Fact.DATA_CATEGORIES.slot()] = List.copyOf(all);
      }
      assume(Fact.DATA_CRITICAL_OPERATOR, false);
    }

    private void copy(Fact to, Fact from) {
      Object value = values[from.slot()];
      if (value != null) {
        assume(to, value);
      }
    }

    private void assume(Fact fact, Object value) {
      if (!has(fact) && !doubts.containsKey(fact)) {
        values[fact.slot()] = value;
        assumed.add(fact);
      }
    }
  }
}
