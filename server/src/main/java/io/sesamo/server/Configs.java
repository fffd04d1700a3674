package io.sesamo.server;

import io.sesamo.engine.store.ConfigRow;
import io.sesamo.engine.store.ConfigStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What administrators set through the API: roles of their own, and what holds for workflows. Each
 * change is a revision, which is kept. One server at a time writes to a database, so what is in
 * memory is what is stored. Thread-safe.
 */
final class Configs {

  /** Kinds of what is set here. */
  enum Kind {
    ROLE,
    WORKFLOW;

    /** The kind of that name, if it is set here. */
    static Optional<Kind> of(String word) {
      return List.of(values()).stream().filter(kind -> kind.name().equals(word)).findFirst();
    }
  }

  /**
   * Who changes something, and what he says of it.
   *
   * @param name the one that he changes; empty: all of its kind
   */
  record Note(String by, String name, String description, Set<String> tags) {}

  private final ConfigStore store;
  private final PoolFile home;
  private final InstantSource clock;
  private volatile Map<String, OwnRole> roles;
  private volatile ForWorkflows forWorkflows;

  private record ForWorkflows(int mostTasks, List<String> tags) {}

  /**
   * Reads what was set.
   *
   * @param home what holds for workflows where nothing was set
   */
  Configs(ConfigStore store, PoolFile home, InstantSource clock) {
    this.store = store;
    this.home = home;
    this.clock = clock;
    this.roles = roles(data(Kind.ROLE).orElseGet(() -> JsonMapper.shared().createArrayNode()));
    this.forWorkflows =
        forWorkflows(data(Kind.WORKFLOW).orElseGet(() -> JsonMapper.shared().createObjectNode()));
  }

  private Optional<JsonNode> data(Kind kind) {
    return store.latest(kind.name()).map(row -> JsonMapper.shared().readTree(row.data()));
  }

  private static Map<String, OwnRole> roles(JsonNode data) {
    Map<String, OwnRole> roles = new LinkedHashMap<>();
    for (JsonNode role : data) {
      OwnRole own = OwnRole.of(role);
      roles.put(own.word(), own);
    }
    return Map.copyOf(roles);
  }

  private ForWorkflows forWorkflows(JsonNode data) {
    List<String> tags =
        data.has("tags")
            ? data.path("tags").valueStream().map(JsonNode::asString).toList()
            : home.tags();
    return new ForWorkflows(data.path("tasks").asInt(home.mostTasks()), tags);
  }

  /** The roles that administrators made, by name. */
  Map<String, OwnRole> roles() {
    return roles;
  }

  /** The role of that name. */
  Optional<Role> role(String word) {
    return BuiltInRole.of(word)
        .<Role>map(role -> role)
        .or(() -> Optional.ofNullable(roles.get(word)));
  }

  /** How many tasks a workflow may have. */
  int mostTasks() {
    return forWorkflows.mostTasks();
  }

  /** The tags that workflows may have. */
  List<String> tags() {
    return forWorkflows.tags();
  }

  /** Changes the roles that there are beside the built-in ones. */
  synchronized void changeRoles(UnaryOperator<Map<String, OwnRole>> how, Note note) {
    Map<String, OwnRole> after = how.apply(new TreeMap<>(roles));
    if (!after.equals(roles)) {
      ArrayNode data = JsonMapper.shared().createArrayNode();
      after.values().forEach(role -> data.addPOJO(ConfigShapes.role(role)));
      add(Kind.ROLE, data, note);
      roles = Map.copyOf(after);
    }
  }

  /** Sets what holds for workflows; what is empty is as the home's file says. */
  synchronized void setForWorkflows(
      Optional<Integer> tasks, Optional<List<String>> tags, Note note) {
    ObjectNode data = JsonMapper.shared().createObjectNode();
    tasks.ifPresent(most -> data.put("tasks", most));
    tags.ifPresent(words -> data.set("tags", JsonMapper.shared().valueToTree(words)));
    add(Kind.WORKFLOW, data, note);
    forWorkflows = forWorkflows(data);
  }

  /**
   * Sets what was set by an earlier revision.
   *
   * @param mayHold refuses roles without one that somebody has
   */
  synchronized void restore(ConfigRow row, Consumer<Map<String, OwnRole>> mayHold, Note note) {
    JsonNode data = JsonMapper.shared().readTree(row.data());
    switch (Kind.valueOf(row.kind())) {
      case ROLE ->
          changeRoles(
              before -> {
                Map<String, OwnRole> after = roles(data);
                mayHold.accept(after);
                return after;
              },
              note);
      case WORKFLOW -> {
        add(Kind.WORKFLOW, data, note);
        forWorkflows = forWorkflows(data);
      }
    }
  }

  private void add(Kind kind, JsonNode data, Note note) {
    int before = store.latest(kind.name()).map(ConfigRow::revision).orElse(0);
    store.add(
        new ConfigRow(
            kind.name(),
            before + 1,
            note.name(),
            JsonMapper.shared().writeValueAsString(data),
            note.by(),
            clock.instant(),
            note.description(),
            note.tags()));
  }

  /** Gives a revision other tags. */
  void tag(ConfigRow row, Set<String> tags) {
    store.tag(row.kind(), row.revision(), tags);
  }

  /** Every revision, the last first. */
  List<ConfigRow> history() {
    return store.all();
  }
}
