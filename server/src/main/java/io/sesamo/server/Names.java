package io.sesamo.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name in a rendered spec, which need not be valid otherwise. */
final class Names {

  private static final Pattern NAME =
      Pattern.compile("^\\s{1,20}name:\\s*[\"']?([A-Za-z0-9_-]{1,64})", Pattern.MULTILINE);

  private static final Pattern TENANT =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*");

  private Names() {}

  static String of(String rendered) {
    Matcher matcher = NAME.matcher(rendered);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Whether a text may be a tenant's name, such as {@code robots/arms}. */
  static boolean isTenant(String text) {
    return TENANT.matcher(text).matches();
  }
}
