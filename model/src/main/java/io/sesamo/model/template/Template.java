package io.sesamo.model.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders workflow templates: Jinja's expressions, filters, tests, {@code for}, {@code if}, {@code
 * set}, {@code raw} and white-space control, with Python's values and printing. A name without a
 * value is an error.
 *
 * <p>Job-time tokens ({@code {{output}}}, {@code {{input:…}}}, {@code {{host:…}}}, {@code
 * {{workflow_id}}}, {@code {{uuid}}}, without spaces) are left as they stand.
 */
public final class Template {

  private static final Pattern TOKENS =
      Pattern.compile("\\{\\{(uuid|workflow_id|output|input:[^}]+|host:[^}]+)\\}\\}");

  /** Stands for a token while the rest is rendered; no text file holds this sign. */
  private static final String MARK = "\uE000";

  private Template() {}

  /**
   * Renders a template.
   *
   * @param variables plain values: numbers, texts, booleans, null, lists and maps of them
   * @throws TemplateException when it cannot be rendered
   */
  public static String render(String source, Map<String, ?> variables) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKENS.matcher(source);
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
    String rendered;
    try {
      rendered = new Evaluator(values).render(TemplateParser.parse(text));
    } catch (ClassCastException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new TemplateException(0, "A filter, test or method got a value it cannot work on.");
    }
    for (int i = 0; i < tokens.size(); i++) {
      rendered = rendered.replace(MARK + i + MARK, tokens.get(i));
    }
    return rendered;
  }

  private static Object python(@Nullable Object value) {
    return switch (value) {
      case null -> None.NONE;
      case BigInteger number -> number;
      case Integer number -> BigInteger.valueOf(number);
      case Long number -> BigInteger.valueOf(number);
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(python(key), python(item)));
        yield copy;
      }
      case Collection<?> items -> items.stream().map(Template::python).toList();
      default -> value;
    };
  }
}
