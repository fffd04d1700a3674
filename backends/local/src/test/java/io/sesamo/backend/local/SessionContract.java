package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.SessionOrder.Window;
import io.sesamo.engine.backend.TaskSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do inside running tasks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class SessionContract extends BackendTest {

  private static final String IDLE = "echo here > note; exec sleep 4710";
  private static final Window WINDOW = new Window(24, 80);

  SessionContract(Path temp) throws Exception {
    super(temp);
  }

  @AfterEach
  void stop() throws InterruptedException {
    backend.stop("w.g.0", Duration.ZERO);
    heard.awaitEnded("t");
  }

  private Launch begin(Specs task) throws Exception {
    Launch launch = launch(0, task);
    backend.start(launch);
    heard.await(Started.class, started -> true);
    return launch;
  }

  private TaskSession open(Launch launch, String command, Optional<Window> window) {
    return backend.openSession(
        launch.id(), launch.tasks().getFirst().name(), new SessionOrder(command, window));
  }

  /** What the session writes until it ends. */
  private static String all(TaskSession session) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[4096];
    for (int count = session.read(buffer); count >= 0; count = session.read(buffer)) {
      text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  /** Reads until the session has written that. */
  private static String until(TaskSession session, String wanted) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (!text.toString().contains(wanted)) {
      int count = session.read(buffer);
      assertThat(count).as("the session ended after: %s", text).isPositive();
      text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static void type(TaskSession session, String text) throws IOException {
    session.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCommandRunsWhereTheTaskDoesWithItsEnvironment() throws Exception {
    Launch launch =
        begin(script("t", IDLE).environment(Map.of("WORD", "it's\nfine", "LANG", "C.UTF-8")));
    awaitFile(launch);
    try (TaskSession session =
        open(
            launch,
            "cat note; echo \"$WORD\" $SESAMO_TASK ${LC_ALL-none}; exit 7",
            Optional.empty())) {
      assertThat(all(session)).isEqualTo("here\nit's\nfine t none\n");
      assertThat(session.exitCode()).isEqualTo(7);
    }
  }

  private void awaitFile(Launch launch) throws Exception {
    try (TaskSession session =
        open(launch, "until [ -e note ]; do sleep 0.02; done", Optional.empty())) {
      assertThat(all(session)).isEmpty();
    }
  }

  @Test
  void withoutATerminalInputAndOutputArePipes() throws Exception {
    Launch launch = begin(script("t", IDLE));
    try (TaskSession session = open(launch, "tr a-z A-Z", Optional.empty())) {
      type(session, "one\ntwo\n");
      session.endInput();
      assertThat(all(session)).isEqualTo("ONE\nTWO\n");
      assertThat(session.exitCode()).isZero();
    }
  }

  @Test
  void aTerminalHasItsSizeAndFollowsTheWindow() throws Exception {
    Launch launch = begin(script("t", IDLE));
    try (TaskSession session = open(launch, "/bin/bash --norc", Optional.of(WINDOW))) {
      type(session, "stty size; tty\n");
      assertThat(until(session, "/dev/pts/")).contains("24 80");
      session.resize(new Window(50, 132));
      type(session, "stty size\n");
      until(session, "50 132");
      type(session, "exit 3\n");
      all(session);
      assertThat(session.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void ctrlCInterruptsWhatRunsInTheForegroundAndNothingElse() throws Exception {
    Launch launch = begin(script("t", IDLE));
    try (TaskSession session = open(launch, "/bin/bash --norc", Optional.of(WINDOW))) {
      type(session, "PS1='prom''pt> '; echo rea''dy; cat\n");
      until(session, "ready");
      type(session, "echoed\n");
      until(session, "echoed\r\nechoed");
      type(session, "\003");
      until(session, "prompt> ");
      type(session, "echo status $?; sleep 100 & jobs; kill %1; exit\n");
      assertThat(all(session)).contains("status 130").contains("[1]+  Running");
    }
    assertThat(heard.events()).noneMatch(event -> event.toString().startsWith("Ended"));
  }

  @Test
  void aProgramWithoutAShellGetsCtrlCToo() throws Exception {
    Launch launch = begin(script("t", IDLE));
    String program = "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.05; done";
    try (TaskSession session =
        open(launch, "bash -c " + Command.quote(program), Optional.of(WINDOW))) {
      until(session, "ready");
      type(session, "\003");
      assertThat(all(session)).contains("caught");
      assertThat(session.exitCode()).isEqualTo(5);
    }
  }

  @Test
  void whoeverHangsUpEndsAllThatHeHasStarted() throws Exception {
    Launch launch = begin(script("t", IDLE));
    TaskSession session = open(launch, "/bin/bash --norc", Optional.of(WINDOW));
    type(session, "nohup sleep 4711 >/dev/null 2>&1 & setsid sleep 4712 & sleep 4713\n");
    Recorder.until(
        "all have started",
        () -> List.of("4711", "4712", "4713").stream().allMatch(SessionContract::sleeps));
    session.close();
    session.close();
    assertThat(List.of("4711", "4712", "4713")).noneMatch(SessionContract::sleeps);
    assertThat(heard.events()).noneMatch(event -> event.toString().startsWith("Ended"));
  }

  private static boolean sleeps(String seconds) {
    return Sandboxed.commandLines().contains("sleep\0" + seconds);
  }

  @Test
  void theEndOfTheTaskEndsTheSession() throws Exception {
    Launch launch = begin(script("t", IDLE));
    try (TaskSession session = open(launch, "/bin/bash --norc", Optional.of(WINDOW))) {
      type(session, "echo be''gun; sleep 4714\n");
      until(session, "begun");
      backend.stop(launch.id(), Duration.ZERO);
      all(session);
      assertThat(session.exitCode()).isNotZero();
    }
    heard.awaitEnded("t");
    assertThat(sleeps("4714")).isFalse();
    assertThatThrownBy(() -> open(launch, "true", Optional.empty()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not run now");
  }

  @Test
  void whatNobodyReadsDoesNotFillTheServer() throws Exception {
    Launch launch = begin(script("t", IDLE));
    try (TaskSession session = open(launch, "yes", Optional.of(WINDOW))) {
      until(session, "y\r\ny");
    }
    TaskSession session = open(launch, "sleep 4715", Optional.of(WINDOW));
    Thread typing =
        Thread.ofPlatform()
            .start(() -> assertThatThrownBy(() -> type(session, "x\n".repeat(1 << 20))));
    session.close();
    typing.join();
  }

  @Test
  void portsOfTheTaskCanBeReached() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String server =
        "import socket; s = socket.create_server(('127.0.0.1', %d)); print('up', flush=True);"
                .formatted(port)
            + " c, _ = s.accept(); c.sendall(c.recv(5).upper()); c.close()";
    Launch launch = begin(Specs.task("t").command("/usr/bin/python3", "-c", server));
    awaitLine("t", "up");
    try (SocketChannel channel = backend.connect(launch.id(), "t", port)) {
      channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(5);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {}
      assertThat(new String(answer.array(), StandardCharsets.US_ASCII)).isEqualTo("HELLO");
    }
  }
}
