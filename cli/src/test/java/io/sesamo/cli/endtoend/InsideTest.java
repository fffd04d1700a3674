package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell in a running task and ports of it, by the command. */
class InsideTest {

  @TempDir static Path folder;
  private static Sesamo sesamo;
  private static int port;

  @BeforeAll
  static void open() throws Exception {
    sesamo = new Sesamo(folder.resolve("home"));
    port = freePort();
    Path spec =
        Files.writeString(
            folder.resolve("web.yaml"),
            """
            workflow:
              name: web
              tasks:
              - name: work
                image: ubuntu:24.04
                command: [/usr/bin/python3, -m, http.server, "%d", --bind, 127.0.0.1]
            """
                .formatted(port));
    Result submitted = sesamo.run("submit", spec.toString());
    assertThat(submitted.exitCode()).as(submitted.all()).isZero();
  }

  @AfterAll
  static void close() throws Exception {
    sesamo.run("cancel", "web-1", "--force");
    sesamo.run("logs", "web-1", "--follow"); // until it has ended
    sesamo.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Result script(String commands) throws Exception {
    return sesamo.script(Checkout.folder(), commands);
  }

  @Test
  void theExitCodeAndTheOutputAreTheCommands() throws Exception {
    Result run =
        sesamo.run("exec", "web-1", "work", "--", "sh", "-c", "echo \"$1\"; exit 7", "x", "a  b");
    assertThat(run.exitCode()).as(run.all()).isEqualTo(7);
    assertThat(run.output()).isEqualTo("a  b\n");
    assertThat(script("printf abc | ./sesamo exec web-1 work wc -c").output()).isEqualTo("3\n");
  }

  @Test
  void inputThatTheCommandLeavesTakesNothingFromItsOutput() throws Exception {
    Result run = script("{ yes || true; } | ./sesamo exec web-1 work head -n 1; echo rc=$?");
    assertThat(run.output()).as(run.all()).isEqualTo("y\nrc=0\n");
  }

  @Test
  void inATerminalTheCommandHasOneOfTheSameSize() throws Exception {
    Result run =
        script(
            "rc=0; script -qec \"stty rows 41 cols 101; ./sesamo exec web-1 work -- sh -c"
                + " 'stty size; exit 4'\" /dev/null </dev/null || rc=$?; echo rc=$rc");
    assertThat(run.output()).as(run.all()).contains("41 101").contains("rc=4");
  }

  @Test
  void aPortOfTheTaskIsAPortOfThisMachine() throws Exception {
    int local = freePort();
    String get =
        "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:%d/').status)"
            .formatted(local);
    Result run =
        script(
            """
            ./sesamo port-forward web-1 work %d:%d & forward=$!
            until python3 -c "%s" 2>/dev/null; do kill -0 $forward; done
            kill $forward
            """
                .formatted(local, port, get));
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output()).isEqualTo("200\n");
    assertThat(run.errors()).contains("127.0.0.1:" + local + " leads to port " + port);
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    Result task = sesamo.run("exec", "web-1", "no-such-task");
    assertThat(task.exitCode()).isEqualTo(3);
    assertThat(task.errors()).contains("Task no-such-task of workflow web-1 is not found");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result run = sesamo.run("port-forward", "web-1", "work", taken.getLocalPort() + ":" + port);
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.errors()).contains("Choose another");
    }
  }
}
