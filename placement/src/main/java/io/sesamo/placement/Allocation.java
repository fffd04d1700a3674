package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.util.List;

/**
 * What something has of a node.
 *
 * @param amount all of it together
 * @param accelerators which of the node's they are; of whole ones, the numbers of those that are
 *     known
 */
public record Allocation(Resources amount, AcceleratorSet accelerators) {

  public static final Allocation NONE = new Allocation(Resources.NONE);

  public Allocation {
    long whole = amount.acceleratorMilli() - accelerators.partsMilli();
    if (whole % Resources.WHOLE != 0) {
      throw new IllegalArgumentException(
          "A part of an accelerator without its number: " + amount + " on " + accelerators);
    }
  }

  /** An amount without a part of an accelerator; the numbers of whole ones are not known. */
  public Allocation(Resources amount) {
    this(amount, AcceleratorSet.NONE);
  }

  /**
   * What a task has.
   *
   * @param numbers of its accelerators; may be empty where it has whole ones
   * @throws IllegalArgumentException when it has a part of one and its number is missing
   */
  public static Allocation of(Resources amount, List<Integer> numbers) {
    return new Allocation(amount, AcceleratorSet.of(amount, numbers));
  }

  /** Whole accelerators of it. */
  int wholes() {
    return (int) ((amount.acceleratorMilli() - accelerators.partsMilli()) / Resources.WHOLE);
  }

  /** Both together. */
  public Allocation plus(Allocation other) {
    return new Allocation(amount.plus(other.amount), accelerators.plus(other.accelerators));
  }
}
