package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Workflow files that people keep under a name. */
class AppRoutesTest {

  private static final String ONE = app("one");
  private static final String TWO = app("two");

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, false);
    for (String user : List.of("ada", "bob")) {
      api.setTenant(user, "robots");
    }
    api.setTenant("eve", "others");
    api.setTenant("pat", "robots/arms");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String app(String word) {
    return """
    default-values: {word: %s}
    workflow:
      name: app
      tasks:
      - {name: a, image: "ubuntu:24.04", command: [echo, "{{ word }}"]}
    """
        .formatted(word);
  }

  @Test
  void versionsAreKeptUntilTheyAreDeleted() throws Exception {
    create("ada", "greet", ONE);
    assertRefused(post("ada", "greet?description=x", ONE), "There is an app greet already");
    JsonNode second = ok(api.as("bob", "PATCH", "/api/app/user/greet", RunningApi.json(TWO)));
    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(second.get("created_by").asString()).isEqualTo("bob");

    assertThat(spec("ada", "greet")).isEqualTo(TWO);
    assertThat(spec("ada", "greet", 1)).isEqualTo(ONE);
    JsonNode app = get("ada", "/api/app/user/greet?order=DESC&limit=1");
    assertThat(app.get("owner").asString()).isEqualTo("ada");
    assertThat(app.get("description").asString()).isEqualTo("says a word");
    assertThat(app.get("versions")).hasSize(1);
    assertThat(app.get("versions").get(0).get("version").asInt()).isEqualTo(2);

    assertRefused(delete("bob", "greet?version=1"), "belongs to ada");
    assertRefused(delete("ada", "greet"), "Must specify a version");
    assertRefused(delete("ada", "greet?version=7"), "has no version 7");
    assertThat(versions(delete("ada", "greet?version=2"))).containsExactly(2);
    assertThat(spec("ada", "greet")).isEqualTo(ONE);
    JsonNode left = get("ada", "/api/app/user/greet?limit=1");
    assertThat(left.get("versions").get(0).get("version").asInt()).isEqualTo(1);
    assertRefused(
        api.as("ada", "GET", "/api/app/user/greet/spec?version=2", ""), "has no version 2");
    assertThat(get("ada", "/api/app/user/greet").get("versions").get(1).get("status").asString())
        .isEqualTo("DELETED");
    assertThat(versions(delete("ada", "greet?all_versions=True"))).containsExactly(1);
    assertThat(names("ada", "?name=greet")).isEmpty();
    create("bob", "greet", ONE);
    assertThat(spec("ada", "greet", 3)).isEqualTo(ONE);
  }

  @Test
  void anAppIsRenamedByItsOwner() throws Exception {
    create("ada", "old-name", ONE);
    create("ada", "taken", ONE);
    assertRefused(rename("bob", "old-name", "mine"), "belongs to ada");
    assertRefused(rename("ada", "old-name", "taken"), "There is an app taken already");
    assertRefused(rename("ada", "old-name", "no/name"), "cannot be called");
    assertThat(ok(rename("ada", "old-name", "new-name")).asString()).isEqualTo("new-name");
    assertThat(spec("ada", "new-name")).isEqualTo(ONE);
    delete("ada", "taken?all_versions=True");
    assertThat(ok(rename("ada", "new-name", "taken")).asString()).isEqualTo("taken");
    assertRefused(
        api.as("ada", "GET", "/api/app/user/old-name", ""), "App old-name does not exist");
  }

  @Test
  void aWorkflowTellsTheAppThatItIsMadeOf() throws Exception {
    create("ada", "source", ONE);
    String uuid = get("bob", "/api/app/user/source").get("uuid").asString();
    assertThat(names("bob", "?name=source")).isEmpty();

    String query = "?app_uuid=" + uuid + "&app_version=1";
    String id = ok(submit("bob", query)).get("name").asString();
    assertThat(names("bob", "?name=source")).as("he has run it").containsExactly("source");
    ok(rename("ada", "source", "renamed"));
    JsonNode view = get("bob", "/api/workflow/" + id);
    assertThat(view.get("app_name").asString()).isEqualTo("renamed");
    assertThat(view.get("app_owner").asString()).isEqualTo("ada");
    assertThat(view.get("app_version").asInt()).isEqualTo(1);
    for (String app : List.of("renamed", "renamed:1")) {
      assertThat(get("bob", "/api/workflow?app=" + app).get("workflows")).hasSize(1);
    }
    assertThat(get("bob", "/api/workflow?app=renamed:2").get("workflows")).isEmpty();
    assertRefused(submit("bob", "?app_uuid=" + uuid + "&app_version=9"), "has no version 9");
    assertRefused(submit("bob", "?app_uuid=nonsense"), "App nonsense does not exist");
    assertRefused(submit("eve", query), "does not exist");
  }

  @Test
  void appsOfOtherTenantsAreNotThere() throws Exception {
    create("ada", "ours", ONE);
    create("eve", "ours", TWO);
    create("pat", "below", TWO);

    assertThat(spec("bob", "ours")).isEqualTo(ONE);
    assertThat(spec("eve", "ours")).isEqualTo(TWO);
    assertThat(names("eve", "?all_users=True")).containsExactly("ours");
    assertThat(names("bob", "?users=pat")).containsExactly("below");
    assertRefused(api.as("pat", "GET", "/api/app/user/ours/spec", ""), "App ours does not exist");
    assertRefused(delete("eve", "below?all_versions=True"), "App below does not exist");
  }

  @Test
  void listsComeInPages() throws Exception {
    for (String name : List.of("page-1", "page-2", "page-3")) {
      create("ada", name, ONE);
    }
    JsonNode newest = get("ada", "/api/app?name=page-&limit=2&order=ASC");
    assertThat(newest.get("more_entries").asBoolean()).isTrue();
    assertThat(names(newest)).containsExactly("page-2", "page-3");
    assertThat(names("ada", "?name=page-&limit=2&order=DESC")).containsExactly("page-3", "page-2");
    assertThat(names("ada", "?name=page-&limit=2&offset=2")).containsExactly("page-1");
  }

  @Test
  void whatIsNoAppIsRefused() throws Exception {
    assertRefused(post("ada", "empty?description=x", "nothing"), "An app is a workflow file");
    assertRefused(post("ada", "a%20b?description=x", ONE), "cannot be called");
    assertThat(post("ada", "undescribed", ONE).status()).isEqualTo(422);
    assertThat(api.as("ada", "POST", "/api/app/user/x?description=x", "{}").status())
        .isEqualTo(422);
    assertRefused(
        api.as("ada", "PATCH", "/api/app/user/nobody", RunningApi.json(ONE)), "does not exist");
  }

  private static Answer submit(String user, String query) throws Exception {
    return api.as(
        user, "POST", "/api/pool/default/workflow" + query, RunningApi.json(Map.of("file", ONE)));
  }

  private static void create(String user, String name, String spec) throws Exception {
    Answer answer = post(user, name + "?description=says%20a%20word", spec);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null");
  }

  private static Answer post(String user, String path, String spec) throws Exception {
    return api.as(user, "POST", "/api/app/user/" + path, RunningApi.json(spec));
  }

  private static Answer delete(String user, String path) throws Exception {
    return api.as(user, "DELETE", "/api/app/user/" + path, "");
  }

  private static Answer rename(String user, String name, String other) throws Exception {
    return api.as(user, "POST", "/api/app/user/" + name + "/rename", RunningApi.json(other));
  }

  private static String spec(String user, String name) throws Exception {
    return api.as(user, "GET", "/api/app/user/" + name + "/spec", "").body();
  }

  private static String spec(String user, String name, int version) throws Exception {
    return api.as(user, "GET", "/api/app/user/" + name + "/spec?version=" + version, "").body();
  }

  private static List<String> names(String user, String query) throws Exception {
    return names(get(user, "/api/app" + query));
  }

  private static List<String> names(JsonNode list) {
    return list.get("apps").valueStream().map(app -> app.get("name").asString()).toList();
  }

  private static List<Integer> versions(Answer answer) {
    return ok(answer).get("versions").valueStream().map(JsonNode::asInt).toList();
  }

  private static JsonNode get(String user, String path) throws Exception {
    return ok(api.as(user, "GET", path, ""));
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static void assertRefused(Answer answer, String words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().get("message").asString()).contains(words);
  }
}
