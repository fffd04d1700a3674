package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Effect;

/**
 * An effect that waits for delivery.
 *
 * @param sequence the order of delivery
 */
public record EffectRow(long sequence, String workflow, Effect effect) {

  /** The launch it is about; a dot parts the names, since no name holds one. */
  public String launchId() {
    return launchId(workflow, effect.group(), effect.attempt());
  }

  /** {@code <workflow>.<group>.<attempt>}: unique, and the same on every delivery. */
  public static String launchId(String workflow, String group, int attempt) {
    return workflow + "." + group + "." + attempt;
  }
}
