package io.sesamo.model.spec;

import io.sesamo.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for labels: Kubernetes' syntax, and OSMO's limit on their number. */
public final class Labels {

  private static final int MOST = 16;
  private static final Pattern VALUE =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final Pattern KEY =
      Pattern.compile(
          "((?=[^/]{1,253}/)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*+/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private Labels() {}

  /** What is wrong with a label in the form {@code key=value}; empty when it is right. */
  public static Optional<String> problem(String label) {
    int equals = label.indexOf('=');
    if (equals < 1) {
      return Optional.of("The label " + label + " has not the form key=value.");
    }
    String key = label.substring(0, equals);
    String value = label.substring(equals + 1);
    return KEY.matcher(key).matches() && VALUE.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("The label " + label + " is not allowed.");
  }

  /** The file's labels and those given beside it, which are stronger. */
  static Map<String, String> read(
      Fields fields, Map<String, String> beside, List<Problem> problems) {
    Map<String, String> labels = new LinkedHashMap<>(fields.strictTextMap("labels"));
    labels.putAll(beside);
    if (labels.size() > MOST) {
      fields.error("labels", "There are " + labels.size() + " labels; at most 16 are allowed.");
    }
    labels.forEach((key, value) -> {
      if (key.startsWith("osmo.") || key.startsWith("osmo/")) {
        fields.warn("labels", "The label '" + key + "' belongs to the system.");
      }
      if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
        problems.add(
            Problem.error(
                fields.where("labels"),
                "The label " + key + ": " + value + " is not allowed.",
                "Use letters, digits, ., - and _, at most 63 characters."));
      }
    });
    return labels;
  }

  /** Labels of nodes: values may hold slashes, as those of topologies do. */
  static Map<String, String> ofNodes(Fields fields, String field) {
    Map<String, String> labels = fields.strictTextMap(field);
    labels.forEach((key, value) -> {
      if (!KEY.matcher(key).matches() || value.isBlank()) {
        fields.error(
            fields.where(field),
            "The label " + key + ": " + value + " is none that a node can have.",
            "Write such as {zone: north}.");
      }
    });
    return labels;
  }
}
