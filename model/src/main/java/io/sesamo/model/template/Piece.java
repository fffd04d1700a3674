package io.sesamo.model.template;

/** A piece of a template's text, before parsing. */
sealed interface Piece {

  int line();

  /** Text that is copied. */
  record Text(String text, int line) implements Piece {}

  /** A value that is printed: what stands between two pairs of braces. */
  record Output(String code, int line) implements Piece {}

  /** A statement: what stands between brace-percent pairs. */
  record Statement(String code, int line) implements Piece {}
}
