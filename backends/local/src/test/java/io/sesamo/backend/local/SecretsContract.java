package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static io.sesamo.backend.local.Specs.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.model.spec.CredentialUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task is given of credentials, and who else gets to see it: nobody. */
abstract class SecretsContract extends BackendTest {

  private static final String TOKEN = "hunter2-very-secret";
  private static final String KEY = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----\n";

  private static final Map<String, CredentialUse> USES =
      Map.of(
          "wandb", new CredentialUse.AsEnvironment(Map.of("WANDB_API_KEY", "token")),
          "ssh", new CredentialUse.AsFolder("/home/me/ssh"));

  private static final Map<String, Secrets> SECRETS =
      Map.of(
          "a",
          new Secrets(
              Map.of("wandb", Map.of("token", TOKEN), "ssh", Map.of("id", KEY, "user", "ada"))));

  /** Ends when it is told to. */
  private static final String WAIT = "; until [ -e ../tmp/go -o -e /tmp/go ]; do sleep 0.02; done";

  protected SecretsContract(@TempDir Path temp) throws Exception {
    super(temp);
  }

  private Ended runWithSecrets(Specs task) throws InterruptedException {
    backend.start(launch(0, task.credentials(USES)), SECRETS);
    return heard.awaitEnded("a");
  }

  private void letItEnd() throws IOException {
    Files.createFile(temp.resolve("state/launches/w.g.0/tasks/a/tmp/go"));
  }

  @Test
  void variablesAndFilesAreWhereTheSpecWantsThem() throws Exception {
    Ended ended =
        runWithSecrets(
            script(
                "a",
                "printf '%s' \"$WANDB_API_KEY\" | sha256sum > {{output}}/variable;"
                    + " cd /home/me/ssh; cat id | sha256sum > {{output}}/file; ls > {{output}}/list;"
                    + " stat -c '%a %U' id > {{output}}/mode; whoami >> {{output}}/mode"));

    assertThat(ended.exitCode()).as(log("a", 0)).isZero();
    assertThat(outputFile(ended, "variable")).startsWith(sha256(TOKEN));
    assertThat(outputFile(ended, "file")).startsWith(sha256(KEY));
    assertThat(outputFile(ended, "list")).isEqualTo("id\nuser\n");
    assertThat(outputFile(ended, "mode")).startsWith("400 ");
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(text.getBytes(StandardCharsets.UTF_8));
    return java.util.HexFormat.of().formatHex(hash);
  }

  @Test
  void theLogShowsStarsHoweverItIsPrinted() throws Exception {
    String half = TOKEN.substring(0, 9);
    runWithSecrets(
        script(
            "a",
            "echo token=$WANDB_API_KEY.; echo err=$WANDB_API_KEY >&2;"
                + " printf begin-%s %s; sleep 0.3; echo %s-end;"
                    .formatted("%s", half, TOKEN.substring(9))
                + " cat /home/me/ssh/id; printf %s \"user:$WANDB_API_KEY\" | base64; printf %s "
                + half));

    assertThat(log("a", 0))
        .contains("o token=****.\n", "e err=****\n", "o begin-****-end\n", "o ****\n")
        .contains("o " + half + "\n")
        .contains("o dXNlcjp****\n")
        .doesNotContain(TOKEN, "MIIEvQ");
  }

  @Test
  void nothingOfItIsLeftOnTheDiskWhenTheTaskIsOver() throws Exception {
    runWithSecrets(script("a", "true; echo $WANDB_API_KEY"));

    assertThat(filesWith(TOKEN, "MIIEvQ")).isEmpty();
  }

  @Test
  void nothingOfItIsLeftWhenTheTaskIsStopped() throws Exception {
    Launch launch = launch(0, script("a", "echo runs; sleep 60").credentials(USES));
    backend.start(launch, SECRETS);
    awaitLine("a", "o runs");

    backend.stop(launch.id(), Duration.ZERO);
    heard.awaitEnded("a");

    assertThat(filesWith(TOKEN, "MIIEvQ")).isEmpty();
  }

  @Test
  void whileItRunsOnlyItsOwnFolderHoldsIt() throws Exception {
    backend.start(launch(0, script("a", "echo runs" + WAIT).credentials(USES)), SECRETS);
    awaitLine("a", "o runs");

    Path own = temp.resolve("state/launches/w.g.0/tasks/a.secrets");
    assertThat(filesWith(TOKEN, "MIIEvQ")).isNotEmpty().allMatch(file -> file.startsWith(own));
    assertThat(Files.getPosixFilePermissions(own)).asString().doesNotContain("GROUP", "OTHERS");
    for (Path file : filesWith(TOKEN, "MIIEvQ")) {
      assertThat(Files.getPosixFilePermissions(file)).asString().doesNotContain("GROUP", "OTHERS");
    }
    assertThat(Sandboxed.commandLines()).doesNotContain(TOKEN).doesNotContain("MIIEvQ");
    assertThat(processes("-ef")).contains("sleep").doesNotContain(TOKEN);
    if (isRoot()) {
      assertThat(processes("axeww", "setpriv", "--reuid=65534", "--clear-groups"))
          .doesNotContain(TOKEN);
    }
    letItEnd();
    assertThat(heard.awaitEnded("a").exitCode()).isZero();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String processes(String option, String... as) throws Exception {
    List<String> words = new ArrayList<>(List.of(as));
    words.addAll(List.of("ps", option));
    Process ps = new ProcessBuilder(words).redirectErrorStream(true).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aServerThatComesBackGoesOnHidingAndRemovesItAtTheEnd() throws Exception {
    Launch launch =
        launch(
            0,
            script("a", "echo runs" + WAIT + "; echo $WANDB_API_KEY; touch {{output}}/it")
                .credentials(USES));
    backend.start(launch, SECRETS);
    awaitLine("a", "o runs");
    Recorder later = new Recorder();
    reopen(Set.of(launch.id()), later);
    letItEnd();

    assertThat(later.awaitEnded("a").exitCode()).isZero();
    assertThat(log("a", 0)).contains("o ****\n");
    Recorder.until("it is removed", () -> filesWith(TOKEN).isEmpty());
    Recorder again = new Recorder();
    reopen(Set.of(launch.id()), again);
    assertThat(again.awaitEnded("a").cause()).isEqualTo(Cause.EXITED);
  }

  @Test
  void aLaunchThatWasOrderedAndNotYetMadeReadyFindsItsSecrets() throws Exception {
    Launch waits =
        launch(
            true,
            0,
            script("a", "true").credentials(USES),
            task("b").input("file:///nowhere/at/all", ""));
    backend.start(waits, SECRETS);
    heard.awaitEnded("b");

    assertThat(heard.awaitEnded("a").message()).contains("'b' of its group");
    assertThat(filesWith(TOKEN)).isEmpty();
  }

  @Test
  void aFailuresWordsDoNotHoldIt() throws Exception {
    Ended ended =
        runWithSecrets(
            script("a", "mkdir {{output}}/x; ln -s /nowhere \"{{output}}/x/$WANDB_API_KEY\""));

    assertThat(ended.message()).doesNotContain(TOKEN);
    assertThat(log("a", 0)).doesNotContain(TOKEN);
  }

  @Test
  void whatWouldMakeItKnownIsRefused() {
    Map<String, CredentialUse> odd =
        Map.of("c", new CredentialUse.AsEnvironment(Map.of("A=B", "k", "SESAMO_TASK", "k")));

    assertThat(
            backend.refusals(
                launch(
                    0,
                    task("a").command("curl", "-H", "Bearer $(WANDB_API_KEY)").credentials(USES),
                    task("b").command("echo", "$$(WANDB_API_KEY)").credentials(USES),
                    task("c").credentials(odd)),
                new ArrayList<>()))
        .hasSize(3)
        .anyMatch(words -> words.startsWith("Task 'a' has $(WANDB_API_KEY) in its command, where"))
        .anyMatch(words -> words.contains("the variable 'A=B'"))
        .anyMatch(words -> words.contains("the variable 'SESAMO_TASK'"));
  }

  private List<Path> filesWith(String... texts) {
    try (Stream<Path> files = Files.walk(temp)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> Stream.of(texts).anyMatch(text -> read(file).contains(text)))
          .toList();
    } catch (IOException | java.io.UncheckedIOException changedMeanwhile) {
      return List.of(temp);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException goneMeanwhile) {
      return "";
    }
  }
}
