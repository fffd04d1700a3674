package io.sesamo.cli.terminal;

/** How a word is set off from the others, where colours are shown. */
public enum Style {
  GOOD("32"),
  BAD("31"),
  BUSY("36"),
  WAITING("33"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String apply(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** The style of a workflow's, group's or task's status. */
  public static Style ofStatus(String status) {
    if (status.equals("COMPLETED")) {
      return GOOD;
    }
    if (status.startsWith("FAILED")) {
      return BAD;
    }
    return status.equals("RUNNING") || status.equals("INITIALIZING") ? BUSY : WAITING;
  }
}
