package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import io.sesamo.model.yaml.YamlWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the text of files that lie beside a spec into it, since a server cannot read them. */
public final class LocalFiles {

  private static final Pattern RAW_END = Pattern.compile("\\{%(?=[-+]?\\s*endraw)");

  private LocalFiles() {}

  /**
   * A rendered spec as a template that renders to itself, since a program that was put in is no
   * template, whatever braces it holds.
   *
   * @param rendered begins with {@code workflow:}
   */
  public static String asTemplate(String rendered) {
    String key = "workflow:";
    String rest =
        RAW_END
            .matcher(rendered.substring(key.length()))
            .replaceAll("{% endraw %}{{ '{%' }}{% raw %}");
    return key + "{% raw %}" + rest + "{% endraw %}";
  }

  /**
   * Replaces every {@code localpath} by {@code contents}.
   *
   * @param file the spec's name for messages
   * @param rendered a spec without templates
   * @param folder where relative paths begin
   * @param problems receives what could not be read
   * @return the same text when it names no local file
   */
  public static String inline(String file, String rendered, Path folder, List<Problem> problems) {
    if (!rendered.contains("localpath")) {
      return rendered;
    }
    try {
      YamlNode root = YamlReader.read(file, 1, rendered, new ArrayList<>());
      return copy(root, folder, problems) instanceof Map<?, ?> map
          ? YamlWriter.write(texts(map))
          : rendered;
    } catch (YamlException e) {
      problems.add(e.problem());
      return rendered;
    }
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }

  private static @Nullable Object copy(YamlNode node, Path folder, List<Problem> problems) {
    return switch (node) {
      case Scalar scalar ->
          switch (scalar.value()) {
            case YamlNode.Null none -> null;
            case YamlNode.Binary binary -> new String(binary.bytes(), StandardCharsets.UTF_8);
            default -> scalar.value();
          };
      case Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(copy(item, folder, problems)));
        yield items;
      }
      case Mapping mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach((key, value) -> {
              if (key.equals("localpath") && value instanceof Scalar path) {
                read(path.text(), value.where(), folder, map, problems);
              } else {
                map.put(key, copy(value, folder, problems));
              }
            });
        yield map;
      }
    };
  }

  private static void read(
      String name,
      Location where,
      Path folder,
      Map<String, @Nullable Object> map,
      List<Problem> problems) {
    Path path = folder.resolve(name);
    try {
      byte[] bytes = Files.readAllBytes(path);
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        map.put("contents", text);
      } catch (CharacterCodingException e) {
        map.put("contents", Base64.getEncoder().encodeToString(bytes));
        map.put("base64", true);
      }
    } catch (IOException e) {
      problems.add(
          Problem.error(
              where,
              "The local file " + path + " cannot be read.",
              "localpath begins in the folder of the spec."));
    }
  }
}
