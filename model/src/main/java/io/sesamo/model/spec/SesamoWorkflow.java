package io.sesamo.model.spec;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a workflow says to Sesamo alone, under the key {@code sesamo}, which OSMO's files do not
 * have.
 *
 * @param tenant for whom it runs: names, parted by slashes where tenants are parts of others
 * @param budget the most that it may cost
 * @param residency countries (ISO 3166-1 alpha-2, or {@code EU}) that its data may not leave; empty
 *     means no such wish
 * @param waitForDecision whether it shall wait for people where the law does not allow it yet,
 *     instead of being refused
 * @param objective what its places are chosen for; empty: as the fleet's operator says
 * @param nodes labels that its nodes must have
 * @param spread whether the tasks of a group go to as many nodes as they can, instead of to as few
 */
public record SesamoWorkflow(
    Optional<String> tenant,
    Optional<Budget> budget,
    List<String> residency,
    boolean waitForDecision,
    Optional<Objective> objective,
    Map<String, String> nodes,
    boolean spread) {

  public static final SesamoWorkflow NONE =
      new SesamoWorkflow(
          Optional.empty(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), false);

  public SesamoWorkflow {
    residency = List.copyOf(residency);
    nodes = Map.copyOf(nodes);
  }

  /** The same, for a tenant. */
  SesamoWorkflow forTenant(String name) {
    return new SesamoWorkflow(
        Optional.of(name), budget, residency, waitForDecision, objective, nodes, spread);
  }

  /**
   * An amount of money.
   *
   * @param amount more than 0
   * @param currency ISO 4217 code
   */
  public record Budget(BigDecimal amount, String currency) {
    @Override
    public String toString() {
      return amount.toPlainString() + " " + currency;
    }
  }

  /**
   * Weights of how much worse a place is than the best in each respect; none is negative, and one
   * is positive.
   */
  public record Objective(double time, double cost, double carbon) {

    /** Those that have a name, by it. */
    public static final Map<String, Objective> NAMED = named();

    private static Map<String, Objective> named() {
      Map<String, Objective> named = new LinkedHashMap<>();
      named.put("time", new Objective(1, 0, 0));
      named.put("cost", new Objective(0, 1, 0));
      named.put("carbon", new Objective(0, 0, 1));
      named.put("balanced", new Objective(1, 1, 1));
      return named;
    }

    /** Its name, where it has one. */
    Optional<String> name() {
      return NAMED.entrySet().stream()
          .filter(entry -> entry.getValue().equals(this))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }
}
