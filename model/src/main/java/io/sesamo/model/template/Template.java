package io.sesamo.model.template;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  private static final Pattern WORD_TOKEN =
      Pattern.compile("\\{\\{(uuid|workflow_id|output)\\}\\}");

  /** Stands for a token while the rest is rendered: a variable named by a hash, as in OSMO. */
  private static final Pattern STAND_IN = Pattern.compile("\\{\\{(hash[0-9]{1,39})\\}\\}");

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
    Map<String, String> tokens = new LinkedHashMap<>();
    String text = guarded(source.replaceAll("\\r\\n?", "\n"), tokens);
    Map<String, Object> values = new LinkedHashMap<>();
    variables.forEach((name, value) -> values.put(name, python(value)));
    values.putAll(tokens);
    if (text.endsWith("\n")) {
      text = text.substring(0, text.length() - 1);
    }
    Evaluator evaluator = new Evaluator(values);
    try {
      String rendered = evaluator.render(TemplateParser.parse(text));
      return new Rendered(
          tokens.isEmpty() ? rendered : restored(rendered, tokens),
          evaluator.lines(),
          evaluator.remarks());
    } catch (StackOverflowError tooDeep) {
      throw new TemplateException(0, "The template, or a value in it, is nested too deeply");
    }
  }

  /** The template with a variable in place of each token; {@code tokens} receives the variables. */
  private static String guarded(String source, Map<String, String> tokens) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int brace = -1; // the first } at or after the last place that was asked for
    for (int i = source.indexOf("{{"); i >= 0; i = source.indexOf("{{", i + 1)) {
      int end;
      Matcher word = WORD_TOKEN.matcher(source).region(i, source.length());
      if (word.lookingAt()) {
        end = word.end();
      } else if (source.startsWith("input:", i + 2) || source.startsWith("host:", i + 2)) {
        int from = source.indexOf(':', i) + 1;
        if (brace < from) {
          brace = source.indexOf('}', from);
          brace = brace < 0 ? source.length() : brace;
        }
        if (brace == from || !source.startsWith("}}", brace)) {
          continue;
        }
        end = brace + 2;
      } else {
        continue;
      }
      String token = source.substring(i, end);
      String name = "hash" + hash(token.substring(2, token.length() - 2));
      tokens.put(name, token);
      out.append(source, copied, i).append("{{").append(name).append("}}");
      copied = end;
      i = end - 1;
    }
    return out.append(source, copied, source.length()).toString();
  }

  private static BigInteger hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  /** Puts the tokens back that no expression has printed: those inside raw and in literals. */
  private static String restored(String rendered, Map<String, String> tokens) {
    return rendered.contains("{{hash")
        ? STAND_IN
            .matcher(rendered)
            .replaceAll(found ->
                Matcher.quoteReplacement(tokens.getOrDefault(found.group(1), found.group())))
        : rendered;
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
      case Map.Entry<?, ?> pair -> Types.Tuple.of(python(pair.getKey()), python(pair.getValue()));
      case Collection<?> items -> new ArrayList<>(items.stream().map(Template::python).toList());
      default -> value;
    };
  }
}
