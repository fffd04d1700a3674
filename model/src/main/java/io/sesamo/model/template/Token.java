package io.sesamo.model.template;

/** A word of an expression. */
record Token(Kind kind, String text) {

  /** What kind of word it is. */
  enum Kind {
    NAME,
    TEXT,
    INTEGER,
    DECIMAL,
    SIGN,
    END
  }

  boolean is(String sign) {
    return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
  }
}
