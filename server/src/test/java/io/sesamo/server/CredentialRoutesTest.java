package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials over the wire, as NVIDIA OSMO's official client sets, lists and deletes them. */
class CredentialRoutesTest {

  private static final String TOKEN = "hunter2-very-secret";

  private static final String SPEC =
      """
      workflow:
        name: uses
        tasks:
        - name: say
          image: ubuntu:24.04
          command: [sh, -c]
          args: ["echo token=$TOKEN; printf %s $TOKEN | sha256sum; cat /home/c/note"]
          credentials:
            wandb: {TOKEN: token}
            notes: /home/c
      """;

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    api = new RunningApi(home, true);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Answer set(String user, String name, Map<String, ?> body) throws Exception {
    return api.as(user, "POST", "/api/credentials/" + name, RunningApi.json(body));
  }

  private static Map<String, ?> generic(String key, String value) {
    return Map.of("generic_credential", Map.of("credential", Map.of(key, value)));
  }

  private static String list(String user) throws Exception {
    return api.as(user, "GET", "/api/credentials", "").body();
  }

  @Test
  void eachKindIsSetListedAndDeletedWithoutItsValues() throws Exception {
    Answer answer = set("kim", "wandb", generic("token", TOKEN));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null");
    set(
        "kim",
        "images",
        Map.of(
            "registry_credential", Map.of("registry", "nvcr.io", "username", "k", "auth", TOKEN)));
    Map<String, ?> data =
        Map.of(
            "endpoint", "s3://bucket",
            "access_key_id", "AKIA123456",
            "access_key", TOKEN,
            "override_url", "http://minio:9000");
    set("kim", "store", Map.of("data_credential", data));

    assertThat(list("kim"))
        .isEqualTo(
            "{\"credentials\":["
                + "{\"cred_name\":\"images\",\"cred_type\":\"REGISTRY\",\"profile\":\"nvcr.io\"},"
                + "{\"cred_name\":\"store\",\"cred_type\":\"DATA\",\"profile\":\"s3://bucket\"},"
                + "{\"cred_name\":\"wandb\",\"cred_type\":\"GENERIC\",\"profile\":null}]}");
    assertThat(api.as("kim", "DELETE", "/api/credentials/store", "").body())
        .isEqualTo(
            "{\"credentials\":["
                + "{\"cred_name\":\"store\",\"cred_type\":\"DATA\",\"profile\":\"s3://bucket\"}]}");
    assertThat(list("kim")).doesNotContain("store").contains("wandb");
  }

  @Test
  void aCredentialIsItsOwnersAlone() throws Exception {
    set("lee", "mine", generic("token", TOKEN));

    assertThat(list("eve")).isEqualTo("{\"credentials\":[]}");
    for (String name : List.of("mine", "nobodys")) {
      Answer answer = api.as("eve", "DELETE", "/api/credentials/" + name, "");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("error_code").asString()).isEqualTo("USER");
      assertThat(answer.json().get("message").asString())
          .isEqualTo("Credential " + name + " does not exist.");
    }
    assertThat(list("lee")).contains("mine");
    Answer named = submit("eve", SPEC.replace("wandb", "mine"));
    assertThat(named.status()).isEqualTo(400);
    assertThat(named.json().get("error_code").asString()).isEqualTo("CREDENTIAL");
    assertThat(named.json().get("message").asString())
        .contains("Task say needs the credential mine, which eve does not have.")
        .contains("Set it: sesamo credential set mine --value token");
  }

  @Test
  void whatIsNoCredentialIsRefused() throws Exception {
    Map<String, Object> data =
        Map.of("endpoint", "https://x", "access_key_id", "i", "access_key", "k");
    Map<String, Map<String, ?>> wrong =
        Map.of(
            "there is none", Map.of(),
            "has no values", Map.of("generic_credential", Map.of("credential", Map.of())),
            "auth in the credential odd is empty",
                Map.of("registry_credential", Map.of("auth", "")),
            "s3://bucket", Map.of("data_credential", data));
    for (Map.Entry<String, Map<String, ?>> body : wrong.entrySet()) {
      Answer answer = set("ada", "odd", body.getValue());
      assertThat(answer.status()).as(body.getKey()).isEqualTo(400);
      assertThat(answer.json().get("error_code").asString()).isEqualTo("CREDENTIAL");
      assertThat(answer.json().get("message").asString()).contains(body.getKey());
    }
    for (Map<String, ?> body :
        List.of(
            Map.of("generic_credential", Map.of("credential", Map.of("k", 1))),
            Map.of("registry_credential", Map.of("registry", "r")),
            Map.of("registry_credential", Map.of("auth", "a", "password", "b")))) {
      assertThat(set("ada", "odd", body).status()).as(body.toString()).isEqualTo(422);
    }
    assertThat(set("ada", "-odd", generic("k", "v")).json().get("message").asString())
        .contains("begins with a letter");
    assertThat(list("ada")).doesNotContain("odd");
  }

  @Test
  void aTaskGetsThemAndNothingElseHoldsThem() throws Exception {
    set("mia", "wandb", generic("token", TOKEN));
    set("mia", "notes", generic("note", "not-less-secret"));

    String id = submit("mia", SPEC).json().get("name").asString();
    String logs = text("mia", id, "logs");

    assertThat(logs)
        .contains("[say] token=****")
        .contains("[say] ****")
        .contains("[say] c4ca24390c4f02e1")
        .doesNotContain(TOKEN, "not-less-secret");
    assertThat(text("mia", id, "events") + text("mia", id, "spec?use_template=False"))
        .doesNotContain(TOKEN, "not-less-secret");
    assertThat(filesWith(TOKEN)).isEmpty();
  }

  private static String text(String user, String id, String what) throws Exception {
    return api.as(user, "GET", "/api/workflow/" + id + "/" + what, "").body();
  }

  private static Answer submit(String user, String spec) throws Exception {
    return api.as(
        user,
        "POST",
        "/api/pool/default/workflow",
        RunningApi.json(Map.of("file", spec, "set_variables", List.of())));
  }

  /** The database's own files are among them. */
  private static List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> read(file).contains(text))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }
}
