package io.sesamo.model.spec;

import java.math.BigDecimal;
import java.util.List;
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
 */
public record SesamoWorkflow(
    Optional<String> tenant,
    Optional<Budget> budget,
    List<String> residency,
    boolean waitForDecision) {

  public static final SesamoWorkflow NONE =
      new SesamoWorkflow(Optional.empty(), Optional.empty(), List.of(), false);

  public SesamoWorkflow {
    residency = List.copyOf(residency);
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
}
