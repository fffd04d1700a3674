package io.sesamo.server.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a route takes and gives.
 *
 * @param says what it is for; empty: nobody has described it
 * @param path the shapes of the names in its path; those that are not in it are any text
 * @param query all parameters that it reads
 * @param body what its body must be; empty: it reads none
 * @param answers the bodies of its answers by their status, beside those of every route
 */
public record Contract(
    String says,
    Map<String, Schema> path,
    List<Param> query,
    Optional<Body> body,
    Map<Integer, Media> answers) {

  public static final String JSON = "application/json";

  public static final String YAML = "application/yaml";

  /** Nothing said. */
  public static final Contract NONE =
      new Contract("", Map.of(), List.of(), Optional.empty(), Map.of());

  public Contract {
    path = Map.copyOf(path);
    query = List.copyOf(query);
    answers = Map.copyOf(answers);
  }

  /** A shape in a format. */
  public record Media(String type, Schema schema) {}

  /**
   * What a body must be.
   *
   * @param required whether there must be one
   */
  public record Body(Media media, boolean required) {}

  /** Whether somebody has described the route. */
  public boolean described() {
    return !says.isEmpty();
  }

  public Contract says(String words) {
    return new Contract(words, path, query, body, answers);
  }

  public Contract path(String name, Schema schema) {
    Map<String, Schema> more = new LinkedHashMap<>(path);
    more.put(name, schema);
    return new Contract(says, more, query, body, answers);
  }

  public Contract query(List<Param> params) {
    List<Param> more = new ArrayList<>(query);
    more.addAll(params);
    return new Contract(says, path, more, body, answers);
  }

  public Contract body(Body wanted) {
    return new Contract(says, path, query, Optional.of(wanted), answers);
  }

  public Contract gives(int status, Media media) {
    Map<Integer, Media> more = new LinkedHashMap<>(answers);
    more.put(status, media);
    return new Contract(says, path, query, body, more);
  }

  /** The declared parameter of that name. */
  public Optional<Param> param(String name) {
    return query.stream().filter(param -> param.name().equals(name)).findFirst();
  }
}
