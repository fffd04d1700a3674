package io.sesamo.model.yaml;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.CommentEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * Reads one document of YAML 1.1 to the values that PyYAML's {@code safe_load} gives. Not
 * thread-safe; used once.
 */
public final class YamlReader {

  private static final int DEEPEST = 60;

  /** Enough for a workflow of 10,000 tasks, and few enough for the memory of a server. */
  private static final Bounds USUAL = new Bounds(500_000, 8 << 20);

  private static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Marks a plain scalar without a tag; what it is, is found out here. */
  private static final Tag PLAIN = new Tag("tag:sesamo.io,2026:plain");

  static {
    // As PyYAML since 5.1: JSON writes a slash so, and YAML is to read JSON.
    ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
  }

  private final String file;
  private final int firstLine;
  private final List<Problem> warnings;
  private final Bounds bounds;
  private int nodes;
  private long characters;

  private YamlReader(String file, int firstLine, List<Problem> warnings, Bounds bounds) {
    this.file = file;
    this.firstLine = firstLine;
    this.warnings = warnings;
    this.bounds = bounds;
  }

  /**
   * How large a document may be; what aliases stand for counts as often as they are used.
   *
   * @param nodes values in it
   * @param characters of the text, and of all values in it together
   */
  private record Bounds(int nodes, int characters) {}

  /**
   * Reads a text.
   *
   * @param firstLine line of the file at which the text begins, 1-based
   * @param warnings receives what the author should know
   * @throws YamlException when it is not YAML, or grows beyond bounds by its aliases
   */
  public static YamlNode read(String file, int firstLine, String text, List<Problem> warnings)
      throws YamlException {
    return new YamlReader(file, firstLine, warnings, USUAL).read(text);
  }

  /**
   * Reads what {@link YamlWriter} wrote of something that was read before. It may be larger than
   * that was, so there are no bounds.
   *
   * @throws YamlException when it is not YAML
   */
  public static YamlNode readWritten(String file, String text) throws YamlException {
    return new YamlReader(file, 1, new ArrayList<>(), NONE).read(text);
  }

  private YamlNode read(String text) throws YamlException {
    try {
      Node root = compose(text);
      if (text.indexOf('\t') >= 0) {
        refuseTabs(text);
      }
      return root == null
          ? new Scalar(YamlNode.Null.NULL, "", Location.wholeFile(file))
          : node(root, 0);
    } catch (MarkedYAMLException e) {
      Location where =
          e.getProblemMark() == null ? Location.wholeFile(file) : location(e.getProblemMark());
      throw new YamlException(
          Problem.error(where, "This is not valid YAML: " + words(e.getProblem()) + ".", ""));
    } catch (YAMLException e) {
      throw new YamlException(
          Problem.error(
              Location.wholeFile(file), "This is not valid YAML: " + words(e.getMessage()), ""));
    } catch (NumberFormatException e) {
      // The scanner trips over an escape such as \\x without digits.
      throw new YamlException(
          Problem.error(
              Location.wholeFile(file), "This is not valid YAML: an escape lacks its digits.", ""));
    } catch (StackOverflowError e) {
      throw new YamlException(
          Problem.error(Location.wholeFile(file), "The YAML is nested too deeply.", ""));
    }
  }

  /** The lines, 1-based, on which a comment begins; those up to the first mistake. */
  public static Set<Integer> commentLines(String text) {
    LoaderOptions options = options(USUAL);
    options.setProcessComments(true);
    ParserImpl parser = new ParserImpl(new StreamReader(text), options);
    Set<Integer> lines = new HashSet<>();
    try {
      for (Event event = parser.getEvent(); event != null; event = parser.getEvent()) {
        if (event instanceof CommentEvent comment
            && comment.getCommentType() != CommentType.BLANK_LINE) {
          lines.add(comment.getStartMark().getLine() + 1);
        }
        if (event instanceof StreamEndEvent) {
          break;
        }
      }
    } catch (YAMLException | NumberFormatException | StackOverflowError e) {
      return lines; // whoever reads the text tells
    }
    return lines;
  }

  private static LoaderOptions options(Bounds bounds) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(bounds.nodes());
    options.setNestingDepthLimit(DEEPEST + 1); // what is too deep is told by its place before that
    options.setCodePointLimit(bounds.characters());
    return options;
  }

  private @Nullable Node compose(String text) {
    LoaderOptions options = options(bounds);
    Resolver resolver =
        new Resolver() {
          @Override
          public Tag resolve(NodeId kind, String value, boolean implicit) {
            return switch (kind) {
              case scalar -> implicit ? PLAIN : Tag.STR;
              case sequence -> Tag.SEQ;
              default -> Tag.MAP;
            };
          }
        };
    return new Composer(new CountingParser(text, options, bounds.nodes()), resolver, options)
        .getSingleNode();
  }

  /** Stops a text of too many values before they take up memory. */
  private static final class CountingParser extends ParserImpl {
    private final Set<String> anchors = new HashSet<>();
    private final int mostNodes;
    private long events;
    private int open; // maps and lists around

    CountingParser(String text, LoaderOptions options, int mostNodes) {
      super(new StreamReader(text), options);
      this.mostNodes = mostNodes;
    }

    @Override
    public Event getEvent() {
      if (++events > 2L * mostNodes) {
        throw new YAMLException("it has more than " + mostNodes + " values.");
      }
      Event event = super.getEvent();
      if (event instanceof CollectionEndEvent) {
        open--;
      } else if (event instanceof NodeEvent && open + 1 > DEEPEST) {
        String words = "it is nested more than " + DEEPEST + " deep";
        throw new ParserException(null, null, words, event.getStartMark());
      } else if (event instanceof CollectionStartEvent) {
        open++;
      }
      if (event instanceof NodeEvent node
          && !(event instanceof AliasEvent)
          && node.getAnchor() != null
          && !anchors.add(node.getAnchor())) {
        throw new YAMLException("the anchor " + node.getAnchor() + " is given twice.");
      }
      return event;
    }
  }

  /** Between values PyYAML takes no tabs. Only inside texts and comments they do no harm. */
  private void refuseTabs(String text) throws YamlException {
    int[] signs = text.codePoints().toArray();
    ScannerImpl scanner = new ScannerImpl(new StreamReader(text), options(bounds));
    int end = 0;
    while (true) {
      scanner.checkToken(); // reads ahead, which getToken does not
      Token token = scanner.getToken();
      boolean comment = false;
      for (int i = end; i < Math.min(token.getStartMark().getIndex(), signs.length); i++) {
        comment = signs[i] != '\n' && (comment || signs[i] == '#');
        if (signs[i] == '\t' && !comment) {
          throw tab(signs, i);
        }
      }
      if (token instanceof ScalarToken scalar && scalar.getPlain()) {
        refuseTabs(signs, scalar.getStartMark().getIndex(), scalar.getEndMark().getIndex());
      }
      if (token.getTokenId() == Token.ID.StreamEnd) {
        return;
      }
      end = Math.max(end, token.getEndMark().getIndex());
    }
  }

  /** Nor does it take tabs in texts without quotes. */
  private void refuseTabs(int[] signs, int from, int to) throws YamlException {
    for (int i = from; i < Math.min(to, signs.length); i++) {
      if (signs[i] == '\t') {
        throw tab(signs, i);
      }
    }
  }

  private YamlException tab(int[] signs, int at) {
    int line = (int) java.util.Arrays.stream(signs, 0, at).filter(c -> c == '\n').count();
    return new YamlException(
        Problem.error(
            new Location(file, line + firstLine, 0),
            "This is not valid YAML: there is a tab outside of quotes.",
            "Write blanks instead."));
  }

  private static String words(@Nullable String message) {
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }

  private Location location(Mark mark) {
    return new Location(file, mark.getLine() + firstLine, mark.getColumn() + 1);
  }

  private YamlNode node(Node node, int depth) throws YamlException {
    Location where = location(node.getStartMark());
    characters += node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
    if (++nodes > bounds.nodes() || characters > bounds.characters() || depth > DEEPEST) {
      throw new YamlException(
          Problem.error(
              where,
              "The YAML has more than "
                  + bounds.nodes()
                  + " values, more than "
                  + bounds.characters()
                  + " characters in them, or more than "
                  + DEEPEST
                  + " levels.",
              "Aliases (*name) count as often as they are used."));
    }
    String tag = node.getTag().getValue();
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, tag, where);
      case SequenceNode sequence -> sequence(sequence, tag, where, depth);
      case MappingNode mapping -> mapping(mapping, tag, where, depth);
      default -> throw unsupported(tag, where);
    };
  }

  private static YamlException unsupported(String tag, Location where) {
    return new YamlException(
        Problem.error(where, "The YAML tag " + tag + " is not supported here.", "Remove it."));
  }

  private static Scalar scalar(ScalarNode scalar, String tag, Location where) throws YamlException {
    String text = scalar.getValue();
    if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      throw new YamlException(
          Problem.stricter(
              where,
              "A text holds half a character (a lone surrogate), which no program can be given.",
              ""));
    }
    try {
      Object value =
          tag.equals(PLAIN.getValue())
              ? Scalars.resolve(text)
              : Scalars.tagged(tag, text).orElseThrow(() -> unsupported(tag, where));
      return new Scalar(value, text, where);
    } catch (IllegalArgumentException wrong) {
      throw new YamlException(
          Problem.error(
              where,
              "The value '" + text + "' is not what it seems to be: " + wrong.getMessage() + ".",
              "Put it in quotes if it is meant as text."));
    }
  }

  private YamlNode sequence(SequenceNode sequence, String tag, Location where, int depth)
      throws YamlException {
    boolean pairs = tag.equals(Tag.PREFIX + "omap") || tag.equals(Tag.PREFIX + "pairs");
    if (!tag.equals(Tag.SEQ.getValue()) && !pairs) {
      throw unsupported(tag, where);
    }
    List<YamlNode> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      YamlNode value = node(item, depth + 1);
      items.add(pairs ? pair(value, tag) : value);
    }
    return new Sequence(items, where);
  }

  /** A map of one entry as the list of its key and value. */
  private static Sequence pair(YamlNode value, String tag) throws YamlException {
    if (value instanceof Mapping map && map.entries().size() == 1) {
      String key = map.entries().keySet().iterator().next();
      Scalar written = map.keys().getOrDefault(key, new Scalar(key, key, map.where()));
      YamlNode only = map.entries().values().iterator().next();
      return new Sequence(List.of(written, only), true, map.where());
    }
    throw new YamlException(
        Problem.error(value.where(), "An item of " + tag + " must be one pair.", ""));
  }

  private Mapping mapping(MappingNode mapping, String tag, Location where, int depth)
      throws YamlException {
    boolean set = tag.equals(Tag.SET.getValue());
    if (!tag.equals(Tag.MAP.getValue()) && !set) {
      throw unsupported(tag, where);
    }
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    Map<String, Scalar> keys = new LinkedHashMap<>();
    List<Mapping> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple.getKeyNode())) {
        List<Mapping> sources = new ArrayList<>();
        merge(node(tuple.getValueNode(), depth + 1), sources);
        merged.addAll(0, sources); // a later << wins over an earlier one
        continue;
      }
      YamlNode key = node(tuple.getKeyNode(), depth + 1);
      if (!(key instanceof Scalar scalar)) {
        throw new YamlException(Problem.error(key.where(), "A key must be a single value.", ""));
      }
      YamlNode value = node(tuple.getValueNode(), depth + 1);
      keys.put(scalar.text(), scalar);
      if (entries.put(scalar.text(), value) != null) {
        warnings.add(
            Problem.warning(
                key.where(),
                "The key '" + scalar.text() + "' is given twice.",
                "The last one wins."));
      }
    }
    // Merged entries come first and lose against the map's own.
    Map<String, YamlNode> all = new LinkedHashMap<>();
    for (Mapping source : merged) {
      source.entries().forEach(all::putIfAbsent);
      source.keys().forEach(keys::putIfAbsent);
    }
    all.putAll(entries);
    return new Mapping(all, keys, set, where);
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.MERGE)
            || (scalar.getTag().equals(PLAIN) && scalar.getValue().equals("<<")));
  }

  private static void merge(YamlNode value, List<Mapping> merged) throws YamlException {
    switch (value) {
      case Mapping mapping -> merged.add(mapping);
      case Sequence sequence -> {
        for (YamlNode item : sequence.items()) {
          if (!(item instanceof Mapping mapping)) {
            throw noMap(item);
          }
          merged.add(mapping);
        }
      }
      case Scalar scalar -> throw noMap(scalar);
    }
  }

  private static YamlException noMap(YamlNode value) {
    return new YamlException(
        Problem.error(value.where(), "<< merges maps, and this is not one.", ""));
  }
}
