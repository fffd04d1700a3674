package io.sesamo.model.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders workflow templates: Jinja 3.1's language with Python's values and printing, as NVIDIA
 * OSMO's service renders them. A name without a value is an error. What needs other files ({@code
 * include}, {@code import}, {@code extends}) or chance ({@code random}) is not there.
 *
 * <p>Job-time tokens ({@code {{output}}}, {@code {{input:…}}}, {@code {{host:…}}}, {@code
 * {{workflow_id}}}, {@code {{uuid}}}, without spaces) are left as they stand.
 */
public final class Template {

  private static final Pattern TOKENS =
      Pattern.compile("\\{\\{(uuid|workflow_id|output|input:[^}]+|host:[^}]+)\\}\\}");

  /** Stands for a token while the rest is rendered; no text file holds this sign. */
  private static final String MARK = "\uE000";

  private static final Pattern GUARDED = Pattern.compile(MARK + "([0-9]{1,6})" + MARK);

  private Template() {}

  /**
   * Renders a template.
   *
   * @param variables plain values: numbers, texts, truths, null, dates, bytes, lists, sets and maps
   *     of them
   * @throws TemplateException when it cannot be rendered
   */
  public static String render(String source, Map<String, ?> variables) {
    return renderWithLines(source, variables).text();
  }

  /**
   * A rendered template.
   *
   * @param lines for each line of the text the line of the template that it comes from, 1-based
   * @param remarks what its author may not have meant
   */
  public record Rendered(String text, List<Integer> lines, List<Remark> remarks) {
    public Rendered {
      lines = List.copyOf(lines);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Something that the template's author may not have meant.
   *
   * @param line of the template, 1-based
   */
  public record Remark(int line, String message, String advice) {}

  /** Renders a template, see {@link #render}, and remembers where its lines come from. */
  public static Rendered renderWithLines(String source, Map<String, ?> variables) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKENS.matcher(source.replaceAll("\\r\\n?", "\n"));
    StringBuilder guarded = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(guarded, MARK + tokens.size() + MARK);
      tokens.add(matcher.group());
    }
    matcher.appendTail(guarded);
    Map<String, Object> values = new LinkedHashMap<>();
    variables.forEach((name, value) -> values.put(name, python(value)));
    String text = guarded.toString();
    if (text.endsWith("\n")) {
      text = text.substring(0, text.length() - 1);
    }
    Evaluator evaluator = new Evaluator(values);
    String rendered = evaluator.render(TemplateParser.parse(text));
    return new Rendered(
        tokens.isEmpty() ? rendered : restored(rendered, tokens),
        evaluator.lines(),
        evaluator.remarks());
  }

  private static String restored(String rendered, List<String> tokens) {
    return GUARDED
        .matcher(rendered)
        .replaceAll(mark -> Matcher.quoteReplacement(tokens.get(Integer.parseInt(mark.group(1)))));
  }

  private static Object python(@Nullable Object value) {
    return switch (value) {
      case null -> None.NONE;
      case Integer number -> BigInteger.valueOf(number);
      case Long number -> BigInteger.valueOf(number);
      case byte[] bytes -> Types.Bytes.of(bytes);
      case Map<?, ?> map -> {
        Dict dict = new Dict();
        map.forEach((key, item) -> dict.put(python(key), python(item)));
        yield dict;
      }
      case Set<?> members -> {
        Dict dict = new Dict();
        members.forEach(member -> dict.put(python(member), true));
        yield new Types.SetOf(dict);
      }
      case Collection<?> items -> new ArrayList<>(items.stream().map(Template::python).toList());
      default -> value;
    };
  }
}
