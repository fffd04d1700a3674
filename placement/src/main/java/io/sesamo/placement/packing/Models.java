package io.sesamo.placement.packing;

/**
 * A set of accelerator models of one pool. The caller numbers the models that the pool has, from 0.
 *
 * @param bits bit {@code i} is set when model {@code i} is in the set
 */
public record Models(long bits) {

  /** So many models a pool can have. */
  public static final int MAX = Long.SIZE;

  /** Every model. */
  public static final Models ANY = new Models(-1L);

  public static Models of(int... models) {
    long bits = 0;
    for (int model : models) {
      if (model < 0 || model >= MAX) {
        throw new IllegalArgumentException("Model " + model + " is not in 0.." + (MAX - 1));
      }
      bits |= 1L << model;
    }
    return new Models(bits);
  }

  /** True when the set has that model. */
  public boolean has(int model) {
    return (bits >>> model & 1) != 0;
  }
}
