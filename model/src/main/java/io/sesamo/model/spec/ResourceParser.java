package io.sesamo.model.spec;

import io.sesamo.model.Problem;
import io.sesamo.model.Resources;
import io.sesamo.model.template.Numbers;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the {@code resources} of a workflow. */
final class ResourceParser {

  static final Set<String> RESOURCE =
      Set.of("cpu", "gpu", "memory", "storage", "platform", "nodesExcluded", "topology");
  static final Set<String> TOPOLOGY = Set.of("key", "group", "requirementType");

  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{0,30}\\.[0-9]{1,30}");

  private final List<Problem> problems;

  private ResourceParser(List<Problem> problems) {
    this.problems = problems;
  }

  /** Every entry by its name; a workflow without any has an empty {@code default}. */
  static Map<String, ResourceSpec> parse(Fields workflow, List<Problem> problems) {
    Map<String, ResourceSpec> resources = new LinkedHashMap<>();
    if (!workflow.has("resources")) {
      resources.put("default", ResourceSpec.DEFAULT);
    }
    workflow.textKeys("resources");
    ResourceParser parser = new ResourceParser(problems);
    workflow
        .entries("resources")
        .forEach((name, node) -> resources.put(name, parser.resource(name, node)));
    return resources;
  }

  /** Warns of entries that no task asks for: a slip in a name would go unseen. */
  static void warnOfUnused(Fields workflow, List<GroupSpec> groups, List<Problem> problems) {
    Set<String> used =
        groups.stream()
            .flatMap(group -> group.tasks().stream())
            .map(TaskSpec::resource)
            .collect(Collectors.toSet());
    workflow
        .entries("resources")
        .forEach((name, node) -> {
          if (!used.contains(name) && !name.equals("default")) {
            problems.add(
                Problem.warning(
                    node.where(),
                    "No task asks for resource '" + name + "'.",
                    "Write resource: " + name + " in a task, or remove it."));
          }
        });
  }

  private ResourceSpec resource(String name, YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      problems.add(Problem.error(node.where(), "Resource '" + name + "' must be a map.", ""));
      return ResourceSpec.DEFAULT;
    }
    Fields fields =
        new Fields("resource '" + name + "'", mapping, RESOURCE, problems)
            .withoutNulls(Set.of("cpu", "gpu", "memory", "storage", "platform"));
    Optional<Integer> cpu = fields.count("cpu");
    if (cpu.isPresent() && cpu.get() == 0) {
      fields.warn("cpu", "A cpu of 0 counts as not given.");
    }
    return new ResourceSpec(
        cpu,
        gpu(fields),
        size(fields, "memory"),
        size(fields, "storage"),
        fields.text("platform"),
        fields.texts("nodesExcluded"),
        topology(fields));
  }

  /** Thousandths of accelerators: whole ones, as in OSMO, or a part of one. */
  private static Optional<Long> gpu(Fields fields) {
    Optional<BigDecimal> part = fields.node("gpu").flatMap(ResourceParser::decimal);
    if (part.isEmpty()) {
      return fields.count("gpu").map(count -> (long) count * Resources.WHOLE);
    }
    BigDecimal milli = part.get().movePointRight(3).stripTrailingZeros();
    if (milli.signum() > 0 && milli.scale() <= 0 && part.get().compareTo(BigDecimal.ONE) < 0) {
      return Optional.of(milli.longValueExact());
    }
    fields.error(
        fields.where("gpu"),
        fields.what() + " asks for " + part.get().toPlainString() + " accelerators.",
        "Write a whole number of accelerators, or a part of one from 0.001 to 0.999, with at most"
            + " three decimals.");
    return Optional.empty();
  }

  /** A number that is not whole. */
  private static Optional<BigDecimal> decimal(YamlNode node) {
    if (!(node instanceof Scalar scalar) || Names.wholeNumber(scalar).isPresent()) {
      return Optional.empty();
    }
    return switch (scalar.value()) {
      case Double number when !number.isNaN() && !number.isInfinite() ->
          Optional.of(BigDecimal.valueOf(number).stripTrailingZeros());
      case String text when DECIMAL.matcher(text.strip()).matches() ->
          Optional.of(new BigDecimal(text.strip()));
      default -> Optional.empty();
    };
  }

  private List<ResourceSpec.Topology> topology(Fields resource) {
    List<ResourceSpec.Topology> all = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Mapping mapping : resource.maps("topology")) {
      Fields fields = new Fields("a topology requirement", mapping, TOPOLOGY, problems);
      String type = fields.text("requirementType").orElse("required");
      if (!type.equals("required") && !type.equals("preferred")) {
        fields.error("requirementType", "requirementType is required or preferred.");
      }
      String key = fields.required("key");
      if (!keys.add(key)) {
        fields.stricter("key", "The topology key '" + key + "' is given twice.", "");
      }
      all.add(
          new ResourceSpec.Topology(
              key, fields.strictText("group").orElse("default"), type.equals("required")));
    }
    return all;
  }

  static Optional<String> size(Fields fields, String field) {
    Optional<String> given = fields.text(field);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get();
    if (Quantities.bytes(text).isEmpty()) {
      String message = fields.what() + " asks for " + field + " '" + text + "'";
      Problem problem =
          Problem.error(fields.where(field), message + ": " + Quantities.trouble(text), "");
      fields.add(
          Quantities.osmoTakes(text)
              ? Problem.stricter(problem.where(), problem.message(), "")
              : problem);
      return Optional.empty();
    }
    if (text.matches(".*[KMGT]")) {
      fields.warn(field, "In '" + field + "', " + text + " means " + text + "i, as in OSMO.");
    }
    boolean bare =
        fields.node(field).filter(ResourceParser::isNumber).isPresent() || text.matches("[0-9.]+");
    return Optional.of(bare ? Numbers.text(Double.parseDouble(text) / 1024) + "Ki" : text);
  }

  private static boolean isNumber(YamlNode node) {
    return node instanceof Scalar scalar
        && (scalar.value() instanceof BigInteger || scalar.value() instanceof Double);
  }
}
