package io.sesamo.model.yaml;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads one YAML document. Not thread-safe; used once. */
public final class YamlReader {

  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 60;
  private static final int LARGEST = 8 << 20;

  private final String file;
  private final int firstLine;
  private final List<Problem> warnings;
  private int nodes;

  private YamlReader(String file, int firstLine, List<Problem> warnings) {
    this.file = file;
    this.firstLine = firstLine;
    this.warnings = warnings;
  }

  /**
   * Reads a text.
   *
   * @param firstLine line of the file at which the text begins, 1-based
   * @param warnings receives what the author should know
   * @throws YamlException when it is not YAML, or grows beyond bounds by its aliases
   */
  public static YamlNode read(String file, int firstLine, String text, List<Problem> warnings)
      throws YamlException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(true)
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(200)
            .build();
    YamlReader reader = new YamlReader(file, firstLine, warnings);
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.isPresent()
          ? reader.node(root.get(), 0)
          : new Scalar(YamlNode.Null.NULL, "", Location.wholeFile(file));
    } catch (MarkedYamlEngineException e) {
      Location where = e.getProblemMark().map(reader::location).orElse(Location.wholeFile(file));
      throw new YamlException(
          Problem.error(where, "This is not valid YAML: " + words(e.getProblem()) + ".", ""));
    } catch (YamlEngineException e) {
      throw new YamlException(
          Problem.error(
              Location.wholeFile(file), "This is not valid YAML: " + words(e.getMessage()), ""));
    } catch (StackOverflowError e) {
      throw new YamlException(
          Problem.error(Location.wholeFile(file), "The YAML is nested too deeply.", ""));
    }
  }

  private static String words(@org.jspecify.annotations.Nullable String message) {
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }

  private Location location(Mark mark) {
    return new Location(file, mark.getLine() + firstLine, mark.getColumn() + 1);
  }

  private YamlNode node(Node node, int depth) throws YamlException {
    Location where = node.getStartMark().map(this::location).orElse(Location.wholeFile(file));
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw new YamlException(
          Problem.error(
              where,
              "The YAML has more than "
                  + MOST_NODES
                  + " values, or more than "
                  + DEEPEST
                  + " levels.",
              "Aliases (*name) count as often as they are used."));
    }
    return switch (node) {
      case ScalarNode scalar -> new Scalar(value(scalar, where), scalar.getValue(), where);
      case SequenceNode sequence -> {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(node(item, depth + 1));
        }
        yield new Sequence(items, where);
      }
      case MappingNode mapping -> new Mapping(entries(mapping, depth), where);
      default ->
          throw new YamlException(Problem.error(where, "This YAML value is not supported.", ""));
    };
  }

  private static Object value(ScalarNode scalar, Location where) throws YamlException {
    String tag = scalar.getTag().getValue();
    if (tag.equals(Tag.STR.getValue())) {
      return scalar.getScalarStyle() == ScalarStyle.PLAIN
          ? Scalars.resolve(scalar.getValue())
          : scalar.getValue();
    }
    if (tag.startsWith(Tag.PREFIX)) {
      return Scalars.resolve(scalar.getValue());
    }
    throw new YamlException(
        Problem.error(where, "The YAML tag " + tag + " is not supported.", "Remove it."));
  }

  private Map<String, YamlNode> entries(MappingNode mapping, int depth) throws YamlException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    Map<String, YamlNode> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode key = node(tuple.getKeyNode(), depth + 1);
      if (!(key instanceof Scalar scalar)) {
        throw new YamlException(Problem.error(key.where(), "A key must be a single value.", ""));
      }
      YamlNode value = node(tuple.getValueNode(), depth + 1);
      if (scalar.text().equals("<<")) {
        merge(value, merged);
      } else if (entries.put(scalar.text(), value) != null) {
        warnings.add(
            Problem.warning(
                key.where(),
                "The key " + scalar.text() + " is given twice.",
                "The last one wins."));
      }
    }
    merged.forEach(entries::putIfAbsent);
    return entries;
  }

  private static void merge(YamlNode value, Map<String, YamlNode> merged) throws YamlException {
    switch (value) {
      case Mapping mapping -> mapping.entries().forEach(merged::putIfAbsent);
      case Sequence sequence -> {
        for (YamlNode item : sequence.items()) {
          merge(item, merged);
        }
      }
      case Scalar scalar ->
          throw new YamlException(
              Problem.error(scalar.where(), "<< merges maps, and this is not one.", ""));
    }
  }
}
