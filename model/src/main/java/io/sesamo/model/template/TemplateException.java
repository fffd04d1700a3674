package io.sesamo.model.template;

/** A template cannot be rendered; the message is for its author. */
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * A problem at a line of the template.
   *
   * @param line 1-based
   */
  public TemplateException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Line of the template, 1-based. */
  public int line() {
    return line;
  }
}
