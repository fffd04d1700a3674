package io.sesamo.engine.credentials;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.EngineException.Code;
import java.util.Map;
import java.util.regex.Pattern;

/** What a credential may look like, so that every back-end can hand it to a task. */
final class Forms {

  /** As NVIDIA OSMO has it (CREDNAMEREGEX). */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?");

  /** As Kubernetes has it for secrets; a key becomes the name of a file. */
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private static final int LONGEST_NAME = 64;

  /** Of all values together: a variable of Linux holds 128 KiB at most. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private Forms() {}

  static void check(String name, Map<String, String> values) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      throw wrong(
          "A credential's name has letters, digits, _ and -, begins with a letter, ends with a"
              + " letter or digit, and has 64 characters at most.");
    }
    if (values.isEmpty()) {
      throw wrong("The credential " + name + " has no values.");
    }
    values.forEach((key, value) -> check(name, key, value));
    if (values.values().stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
      throw wrong("The credential " + name + " is too long: 65,536 characters are allowed.");
    }
  }

  private static void check(String name, String key, String value) {
    if (!KEY.matcher(key).matches() || key.equals(".") || key.equals("..")) {
      throw wrong(
          "A key of the credential "
              + name
              + " is not of the form that it must have: letters, digits, and - _ . between them.");
    }
    if (value.isEmpty() || value.indexOf('\0') >= 0) {
      throw wrong(
          "The value of %s in the credential %s %s."
              .formatted(key, name, value.isEmpty() ? "is empty" : "has a zero character"));
    }
  }

  private static EngineException wrong(String words) {
    return new EngineException(Code.CREDENTIAL, words);
  }
}
