package io.sesamo.server;

import java.util.Set;

/**
 * What can be done to what, in OSMO's words where it has them. Every route is one of these, and
 * every role may do some of them.
 */
enum Action {
  WORKFLOW_CREATE("workflow:Create"),
  WORKFLOW_LIST("workflow:List"),
  WORKFLOW_READ("workflow:Read"),
  WORKFLOW_UPDATE("workflow:Update"),
  WORKFLOW_CANCEL("workflow:Cancel"),
  WORKFLOW_EXEC("workflow:Exec"),
  WORKFLOW_PORT_FORWARD("workflow:PortForward"),
  WORKFLOW_RSYNC("workflow:Rsync"),
  APP_CREATE("app:Create"),
  APP_READ("app:Read"),
  APP_UPDATE("app:Update"),
  APP_DELETE("app:Delete"),
  CREDENTIALS_CREATE("credentials:Create"),
  CREDENTIALS_READ("credentials:Read"),
  CREDENTIALS_DELETE("credentials:Delete"),
  POOL_LIST("pool:List"),
  RESOURCES_READ("resources:Read"),
  PROFILE_READ("profile:Read"),
  PROFILE_UPDATE("profile:Update"),
  USER_LIST("user:List"),
  USER_MANAGE("user:Manage"),
  CONFIG_READ("config:Read"),
  CONFIG_UPDATE("config:Update"),
  AUTH_LOGIN("auth:Login"),
  AUTH_TOKEN("auth:Token"),
  SYSTEM_HEALTH("system:Health"),
  SYSTEM_VERSION("system:Version"),
  FLEET_READ("fleet:Read"),
  FLEET_UPDATE("fleet:Update"),
  LAW_READ("law:Read"),
  LAW_AUDIT("law:Audit"),
  LAW_SUPPLY("law:Supply"),
  LAW_DECIDE("law:Decide"),
  USAGE_READ("usage:Read"),
  DATA_COLLECT("data:Collect"),
  METRICS_READ("metrics:Read"),
  SERVER_READ("server:Read"),
  SERVER_STOP("server:Stop"),
  WRITES_READ("writes:Read");

  private static final Set<String> READING =
      Set.of("Read", "List", "Audit", "Health", "Version", "Login");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** Whether who does it may change something, so that it is to be noted who did. */
  boolean changes() {
    return !READING.contains(word.substring(word.indexOf(':') + 1));
  }

  /** What it is done to, a colon, and what is done. */
  String word() {
    return word;
  }

  /**
   * Whether it is one of a pattern's: {@code *} and {@code *:*} are all, {@code workflow:*} all
   * that is done to workflows, {@code *:Read} all reading. Deciding for the law is in no pattern.
   */
  boolean matches(String pattern) {
    if (this == LAW_DECIDE) {
      return pattern.equals(word);
    }
    int colon = word.indexOf(':');
    return pattern.equals(word)
        || pattern.equals("*")
        || pattern.equals("*:*")
        || pattern.equals(word.substring(0, colon) + ":*")
        || pattern.equals("*" + word.substring(colon));
  }
}
