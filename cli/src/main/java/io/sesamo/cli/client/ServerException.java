package io.sesamo.cli.client;

import java.util.List;
import java.util.regex.Pattern;

/** The server refused a request. */
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * OSMO's API answers 400 and the code USER both when a name is unknown and when something may not
   * be done; it says the first in these words alone, the last of them misspelt.
   */
  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("\\b(not found|does not exist|does not exits)\\b");

  private final int status;
  private final String code;
  private final transient List<String> problems;

  ServerException(int status, String code, String message, List<String> problems) {
    super(message);
    this.status = status;
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  /** What kind of refusal it is. */
  public enum Kind {
    /** What was sent is wrong in itself. */
    WRONG,
    /** What was named is not there. */
    NOT_FOUND,
    /** It may not or cannot be done. */
    REFUSED,
    /** It may be done later. */
    TRY_AGAIN
  }

  /** What kind of refusal it is. */
  public Kind kind() {
    return switch (status) {
      case 404 -> Kind.NOT_FOUND;
      case 422 -> Kind.WRONG;
      case 425, 429, 503 -> Kind.TRY_AGAIN;
      default -> byCode();
    };
  }

  private Kind byCode() {
    return switch (code) {
      case "USAGE" -> Kind.WRONG;
      case "DATABASE" -> Kind.NOT_FOUND;
      case "USER" ->
          UNKNOWN_NAME.matcher(String.valueOf(getMessage())).find() ? Kind.NOT_FOUND : Kind.REFUSED;
      default -> Kind.REFUSED;
    };
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Every problem that was found in a spec; empty for other refusals. */
  public List<String> problems() {
    return problems;
  }
}
