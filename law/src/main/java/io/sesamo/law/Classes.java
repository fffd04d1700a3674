package io.sesamo.law;

/** How chips are classified, in words. */
public final class Classes {

  private Classes() {}

  /** The class of a chip, or between which classes it is as long as a figure is missing. */
  public static String words(Verdict verdict) {
    Facts facts = verdict.facts();
    Object a = facts.get(Fact.CHIP_3A090A);
    Object b = facts.get(Fact.CHIP_3A090B);
    if (Boolean.TRUE.equals(a)) {
      return "3A090.a";
    }
    if (Boolean.FALSE.equals(a) && Boolean.FALSE.equals(b)) {
      return "not 3A090";
    }
    if (Boolean.FALSE.equals(a)) {
      return Boolean.TRUE.equals(b) ? "3A090.b" : "3A090.b or none";
    }
    return b == null
        ? "3A090.a, 3A090.b or none"
        : "3A090.a or " + (b.equals(true) ? "3A090.b" : "none");
  }
}
