package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Shells in running tasks and ports of them, by the WebSockets that OSMO's client opens. */
class StreamTest {

  private static final String SIZE = "{\"Rows\":24,\"Cols\":80}";
  private static final String USER = "ada";

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

  /** A workflow whose task is alone and runs. */
  private static String running(String name, String... command) throws Exception {
    String spec =
        """
        workflow:
          name: %s
          tasks:
          - {name: work, image: "ubuntu:24.04", command: %s}
        """
            .formatted(name, RunningApi.json(command));
    Answer answer =
        api.asOsmo("POST", "/api/pool/default/workflow", RunningApi.json(Map.of("file", spec)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String id = answer.json().get("name").asString();
    until("it runs", () -> status(id).equals("RUNNING"));
    return id;
  }

  private static String sleeping(String name) throws Exception {
    return running(name, "sleep", "600");
  }

  private static String status(String id) {
    try {
      return api.asOsmo("GET", "/api/workflow/" + id, "")
          .json()
          .get("groups")
          .get(0)
          .get("tasks")
          .get(0)
          .get("status")
          .asString();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time until %s", what).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static void cancel(String id) throws Exception {
    api.asOsmo("POST", "/api/workflow/" + id + "/cancel?force=True", "");
    until("it has ended", () -> status(id).startsWith("FAILED"));
  }

  private static JsonNode ask(String path) throws Exception {
    Answer answer = api.asOsmo("POST", "/api/workflow/" + path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static StreamClient shell(String id, String command) throws Exception {
    JsonNode answer = ask(id + "/exec/task/work?entry_command=" + encode(command));
    assertThat(answer.get("cookie").asString()).isEmpty();
    return StreamClient.open(answer, "exec", id, USER).send(SIZE);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aShellEchoesKnowsItsWindowHearsCtrlCAndTellsItsExitCode() throws Exception {
    String id = sleeping("shell");
    StreamClient shell = shell(id, "/bin/bash --norc");
    shell.send("stty size; echo $SESAMO_TASK-$((1+1))\n").until("24 80").until("work-2");
    shell.send("\0RESIZE:{\"Rows\":50,\"Cols\":132}").send("stty size\n").until("50 132");
    shell.send("PS1='prom''pt> '; echo rea''dy; cat\n").until("ready");
    shell.send("echoed\n").until("echoed\r\nechoed");
    shell.send("\003").until("prompt> ").send("echo status=$?\n").until("status=130");
    shell.send("exit 7\n");
    assertThat(shell.end()).isEqualTo("1000 exit 7");
    cancel(id);
  }

  @Test
  void aCommandWithoutATerminalHasPipes() throws Exception {
    String id = sleeping("pipes");
    JsonNode answer = ask(id + "/exec/task/work?entry_command=" + encode("wc -c; exit 3"));
    StreamClient command = StreamClient.open(answer, "exec", id, USER);
    command.send("{\"Terminal\":false}").send(new byte[100_000]).send("\0END").until("100000\n");
    assertThat(command.end()).isEqualTo("1000 exit 3");
    cancel(id);
  }

  @Test
  void aGroupIsWatchedTaskByTask() throws Exception {
    String id = sleeping("group");
    JsonNode answers = ask(id + "/exec/group/work-group?entry_command=" + encode("hostname"));
    StreamClient watch = StreamClient.open(answers.get("work"), "exec", id, USER);
    assertThat(watch.until("work").end()).isEqualTo("1000 exit 0");
    cancel(id);
  }

  @Test
  void theEndOfTheTaskEndsTheSession() throws Exception {
    String id = sleeping("ends");
    StreamClient shell = shell(id, "/bin/bash --norc");
    shell.send("echo be''gun\n").until("begun");
    cancel(id);
    assertThat(shell.end()).startsWith("1000 exit ");
    assertThat(api.asOsmo("POST", "/api/workflow/" + id + "/exec/task/work", "").status())
        .isEqualTo(410);
  }

  @Test
  void whoeverVanishesLeavesNoProcessBehind() throws Exception {
    String id = sleeping("vanishes");
    StreamClient shell = shell(id, "/bin/bash --norc");
    shell.send("nohup sleep 8701 & setsid sleep 8702 & sleep 8703\n");
    until("all run", () -> sleeps("8701") && sleeps("8702") && sleeps("8703"));
    shell.vanish();
    until("all are gone", () -> !sleeps("8701") && !sleeps("8702") && !sleeps("8703"));
    assertThat(status(id)).isEqualTo("RUNNING");
    cancel(id);
  }

  private static boolean sleeps(String seconds) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> {
          try {
            return Files.readString(
                    Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                .equals("sleep\0" + seconds + "\0");
          } catch (IOException gone) {
            return false;
          }
        });
  }

  @Test
  void aKeyOpensOneSocketToOneUser() throws Exception {
    String id = sleeping("keys");
    JsonNode answer = ask(id + "/exec/task/work?entry_command=true");
    assertThat(StreamClient.open(answer, "exec", id, "eve").end()).startsWith("4000 ");
    assertThat(StreamClient.open(answer, "exec", id, "unknown", USER).end()).startsWith("4000 ");
    assertThat(StreamClient.open(answer, "exec", id, USER).send(SIZE).end())
        .isEqualTo("1000 exit 0");
    assertThat(StreamClient.open(answer, "exec", id, USER).end()).startsWith("4000 ");
    JsonNode other = ask(id + "/exec/task/work?entry_command=true");
    assertThat(StreamClient.open(other, "exec", "another-1", USER).end()).startsWith("4000 ");
    cancel(id);
  }

  @Test
  void strangersDoNotGetToTheSockets() throws Exception {
    String id = sleeping("strangers");
    JsonNode answer = ask(id + "/exec/task/work?entry_command=true");
    URI uri =
        URI.create(
            answer.get("router_address").asString()
                + "/api/router/exec/"
                + id
                + "/client/"
                + answer.get("key").asString());
    assertThat(StreamClient.refusal(uri, Map.of())).isEqualTo(401);
    assertThat(
            StreamClient.refusal(
                uri, Map.of("x-osmo-user", USER, "Origin", "https://evil.example")))
        .isEqualTo(403);
    assertThat(StreamClient.open(answer, "exec", id, USER).send(SIZE).end())
        .isEqualTo("1000 exit 0");
    cancel(id);
  }

  @Test
  void whatDoesNotRunIsToldApart() throws Exception {
    String id = sleeping("statuses");
    Answer unknown = api.asOsmo("POST", "/api/workflow/" + id + "/exec/task/no-such-task", "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().get("message").asString()).contains("no-such-task");
    assertThat(unknown.json().get("error_code").asString()).isEqualTo("USER");
    assertThat(
            api.asOsmo("POST", "/api/workflow/" + id + "/portforward/work?task_ports=0", "")
                .status())
        .isEqualTo(422);
    Answer waiting =
        api.asOsmo(
            "POST",
            "/api/pool/default/workflow",
            RunningApi.json(
                Map.of(
                    "file",
                    """
                    workflow:
                      name: later
                      tasks:
                      - {name: first, image: "ubuntu:24.04", command: [sleep, "600"]}
                      - name: second
                        image: ubuntu:24.04
                        command: ["true"]
                        inputs: [{task: first}]
                    """)));
    String later = waiting.json().get("name").asString();
    assertThat(api.asOsmo("POST", "/api/workflow/" + later + "/exec/task/second", "").status())
        .isEqualTo(425);
    cancel(later);
    cancel(id);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String python(String... lines) {
    return String.join("\n", lines);
  }

  /** As the official client does it: the data socket may be there before its key is known. */
  private static StreamClient connect(String id, int port, String hex) throws Exception {
    JsonNode answer = ask(id + "/portforward/work?task_ports=" + port + "&use_udp=False").get(0);
    StreamClient control = StreamClient.open(answer, "portforward", id, USER);
    String key = "PORTFORWARD-" + hex;
    StreamClient data = StreamClient.open(answer, "portforward", id, key, USER);
    control.send("{\"key\":\"" + key + "\",\"cookie\":\"\"}");
    return data;
  }

  @Test
  void tenMegabytesGoBothWaysThroughAForward() throws Exception {
    int port = freePort();
    String id =
        running(
            "forward",
            "/usr/bin/python3",
            "-c",
            python(
                "import socket",
                "s = socket.create_server(('127.0.0.1', " + port + "))",
                "while True:",
                "  c, _ = s.accept()",
                "  while True:",
                "    b = c.recv(65536)",
                "    if not b: break",
                "    c.sendall(b)",
                "  c.close()"));
    until("it listens", () -> listens(port));
    StreamClient data = connect(id, port, "0123456789abcdef0123456789abcdef");
    byte[] bytes = new byte[10 << 20];
    new Random(7).nextBytes(bytes);
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              for (int at = 0; at < bytes.length; at += 1 << 18) {
                data.send(Arrays.copyOfRange(bytes, at, at + (1 << 18)));
              }
            });
    data.until(bytes.length);
    sender.join();
    assertThat(Arrays.equals(data.bytes(), bytes)).isTrue();
    data.send(new byte[0]);
    assertThat(data.end()).isEqualTo("1000 ");
    cancel(id);
  }

  private static boolean listens(int port) {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws Exception {
    String id = sleeping("deaf");
    StreamClient data = connect(id, freePort(), "fedcba9876543210fedcba9876543210");
    assertThat(data.end()).isEqualTo("1011 Nothing listens on this port of the task.");
    cancel(id);
  }

  @Test
  void datagramsFindTheWayBackToTheirSenders() throws Exception {
    int port = freePort();
    String id =
        running(
            "datagrams",
            "/usr/bin/python3",
            "-c",
            python(
                "import socket",
                "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
                "s.bind(('127.0.0.1', " + port + "))",
                "while True:",
                "  b, a = s.recvfrom(65536)",
                "  s.sendto(b.upper(), a)"));
    JsonNode answer = ask(id + "/portforward/work?task_ports=" + port + "&use_udp=True").get(0);
    StreamClient socket = StreamClient.open(answer, "portforward", id, USER);
    byte[] first = datagram(1, "one");
    byte[] second = datagram(2, "two");
    until("the task answers", () -> answers(socket, first, "ONE"));
    until("the task answers", () -> answers(socket, second, "TWO"));
    ByteBuffer last = ByteBuffer.wrap(socket.bytes());
    last.position(last.limit() - second.length);
    byte[] tail = new byte[second.length];
    last.get(tail);
    assertThat(tail).isEqualTo(datagram(2, "TWO"));
    socket.close();
    cancel(id);
  }

  private static byte[] datagram(int sender, String text) {
    ByteBuffer message = ByteBuffer.allocate(6 + text.length());
    message.put(new byte[] {127, 0, 0, (byte) sender}).putShort((short) 4711);
    return message.put(text.getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static boolean answers(StreamClient socket, byte[] message, String wanted) {
    socket.send(message);
    return new String(socket.bytes(), StandardCharsets.ISO_8859_1).endsWith(wanted);
  }

  @Test
  void theTwoPortsOfAWebServerAreAskedForAlike() throws Exception {
    String id = sleeping("web");
    JsonNode answer = ask(id + "/webserver/work?task_port=8080");
    assertThat(answer.get("router_address").asString()).startsWith("ws://127.0.0.1:");
    assertThat(ask(id + "/portforward/work?task_ports=1&task_ports=2").size()).isEqualTo(2);
    assertThat(api.send(api.request("GET", "/api/router/version", "")).status()).isEqualTo(200);
    cancel(id);
  }

  @Test
  void aForwardEndsWithItsTask() throws Exception {
    String id = sleeping("over");
    JsonNode answer = ask(id + "/portforward/work?task_ports=80").get(0);
    StreamClient control = StreamClient.open(answer, "portforward", id, USER);
    cancel(id);
    assertThat(control.end()).isEqualTo("1000 Task work has ended.");
  }

  @Test
  void filesGoUpAndDownByRsync() throws Exception {
    String id = sleeping("files");
    boolean installed = Files.isExecutable(Path.of("/usr/bin/rsync"));
    if (!installed) {
      Answer refused = api.asOsmo("POST", "/api/workflow/" + id + "/rsync/task/work", "");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).contains("rsync is not installed");
      cancel(id);
      return;
    }
    Path up = Files.createDirectories(home.resolve("up/below"));
    byte[] bytes = new byte[3_000_000];
    new Random(5).nextBytes(bytes);
    Files.write(up.resolve("file"), bytes);
    Path down = home.resolve("down");
    assertThat(rsync(id, "%", home.resolve("up") + "/", "rsync://127.0.0.1:%/osmo/here/")).isZero();
    assertThat(shell(id, "ls here/below").until("file").end()).isEqualTo("1000 exit 0");
    assertThat(rsync(id, "%", "--protocol=27", "rsync://127.0.0.1:%/osmo/here/", down + "/"))
        .isZero();
    assertThat(down.resolve("below/file")).hasBinaryContent(bytes);
    cancel(id);
  }

  /** Runs the program against a local port whose connections go to the task. */
  private static int rsync(String id, String placeholder, String... words) throws Exception {
    JsonNode answer = ask(id + "/rsync/task/work");
    StreamClient control = StreamClient.open(answer, "rsync", id, USER);
    try (ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> bridge(local, control, answer, id));
      java.util.List<String> all = new java.util.ArrayList<>(java.util.List.of("rsync", "-a"));
      for (String word : words) {
        all.add(word.replace(placeholder, String.valueOf(local.getLocalPort())));
      }
      return new ProcessBuilder(all).inheritIO().start().waitFor();
    } finally {
      control.vanish();
    }
  }

  private static void bridge(ServerSocket local, StreamClient control, JsonNode answer, String id) {
    String key = "PORTFORWARD-" + java.util.UUID.randomUUID();
    try (var connection = local.accept()) {
      control.send("{\"key\":\"" + key + "\",\"cookie\":\"\"}");
      StreamClient data =
          StreamClient.open(answer, "rsync", id, key, USER, connection.getOutputStream());
      byte[] buffer = new byte[1 << 16];
      var up = connection.getInputStream();
      for (int count = up.read(buffer); count >= 0; count = up.read(buffer)) {
        data.send(Arrays.copyOf(buffer, count));
      }
      data.vanish();
    } catch (IOException closed) {
      control.vanish();
    }
  }
}
