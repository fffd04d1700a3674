package io.sesamo.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Small JSON columns. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<Integer>> NUMBERS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TEXT_MAP = new TypeReference<>() {};

  private Json() {}

  static String write(Collection<String> texts) {
    return MAPPER.writeValueAsString(texts);
  }

  static String writeNumbers(Collection<Integer> numbers) {
    return MAPPER.writeValueAsString(numbers);
  }

  static String write(Map<String, String> map) {
    return MAPPER.writeValueAsString(map);
  }

  static List<String> texts(String json) {
    return MAPPER.readValue(json, TEXTS);
  }

  static List<Integer> numbers(String json) {
    return MAPPER.readValue(json, NUMBERS);
  }

  static Map<String, String> map(String json) {
    return MAPPER.readValue(json, TEXT_MAP);
  }
}
