package io.sesamo.cli.command.inside;

import io.sesamo.cli.client.Api;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Stream;
import io.sesamo.cli.client.StreamApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.RawTerminal;
import io.sesamo.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Runs a command inside a running task, in this terminal or with plain pipes. */
public final class ExecCommand implements Command {

  private static final String SHELL = "/bin/bash";
  private static final int CHUNK = 1 << 15;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.withExamples(
            Specs.plain(
                "exec",
                "Runs a command inside a running task, beside the task's own: a shell, if none is"
                    + " named. In a terminal it gets one too; otherwise its input and output are"
                    + " pipes. It waits until the task runs, and ends with it. The exit code is the"
                    + " command's."),
            "sesamo exec train-1 train",
            "sesamo exec train-1 train -- nvidia-smi",
            "sesamo exec train-1 train -- sh -c 'du -sh $HOME' > size.txt");
    spec.addPositional(
        Specs.parameter(
            "WORKFLOW TASK [[--] COMMAND]", "2..*", "The workflow, its task, and what to run."));
    spec.addOption(Specs.context());
    spec.parser().stopAtPositional(true); // what follows are the command's own options
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> words = Specs.parameters(arguments);
    String workflow = words.get(0);
    String task = words.get(1);
    List<String> rest = words.subList(2, words.size());
    List<String> own = !rest.isEmpty() && rest.getFirst().equals("--") ? tail(rest) : rest;
    String command = own.isEmpty() ? SHELL : shellWords(own);
    Way way =
        context
            .session()
            .ask(api ->
                new Way(
                    api,
                    Ticket.whenItRuns(
                        task,
                        context.terminal(),
                        () -> new StreamApi(api.http()).exec(workflow, task, command))));
    Stream.End end;
    try {
      Terminal terminal = context.terminal();
      end =
          terminal.interactive()
              ? inTerminal(way, workflow, terminal)
              : withPipes(way, workflow, terminal);
    } catch (IOException failure) {
      throw CliException.refused("The session has broken off: " + failure.getMessage() + ".");
    }
    return new ExitCode(end.exitCode().orElseThrow(() -> CliException.refused(end.reason())));
  }

  private static List<String> tail(List<String> words) {
    return words.subList(1, words.size());
  }

  private record Way(Api api, Json answer) {

    Stream open(String workflow, Terminal terminal) throws IOException {
      return Stream.open(
          api.http(),
          answer,
          "exec",
          workflow,
          answer.get("key").text(),
          bytes -> {
            terminal.output().write(bytes);
            terminal.output().flush();
            if (terminal.output().checkError()) {
              throw new IOException("nobody reads on");
            }
          });
    }
  }

  /** Each word quoted, so that a shell takes it as it is. */
  static String shellWords(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private static Stream.End inTerminal(Way way, String workflow, Terminal terminal)
      throws IOException {
    try (Stream stream = way.open(workflow, terminal)) {
      stream.send(size(terminal));
      RawTerminal raw = RawTerminal.open();
      try {
        RawTerminal.onResize(() -> resize(stream, terminal));
        carryInput(stream, new byte[0]);
        return stream.end();
      } finally {
        raw.close();
      }
    }
  }

  private static void resize(Stream stream, Terminal terminal) {
    try {
      byte[] size = size(terminal);
      byte[] word = "\0RESIZE:".getBytes(StandardCharsets.US_ASCII);
      byte[] message = new byte[word.length + size.length];
      System.arraycopy(word, 0, message, 0, word.length);
      System.arraycopy(size, 0, message, word.length, size.length);
      stream.send(message);
    } catch (IOException ending) {
      stream.close();
    }
  }

  private static byte[] size(Terminal terminal) {
    Terminal.Window window = terminal.window().get();
    return new Json(Map.of("Rows", window.rows(), "Cols", window.columns()))
        .write()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Stream.End withPipes(Way way, String workflow, Terminal terminal)
      throws IOException {
    try (Stream stream = way.open(workflow, terminal)) {
      stream.send(new Json(Map.of("Terminal", false)).write().getBytes(StandardCharsets.UTF_8));
      carryInput(stream, "\0END".getBytes(StandardCharsets.US_ASCII));
      return stream.end();
    }
  }

  /** In a thread that is left behind where it waits for a key. */
  private static void carryInput(Stream stream, byte[] lastMessage) {
    Thread.ofPlatform()
        .daemon()
        .name("input")
        .start(() -> {
          try (InputStream input = new FileInputStream(FileDescriptor.in)) {
            byte[] buffer = new byte[CHUNK];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
              stream.send(buffer, count);
            }
            stream.send(lastMessage);
          } catch (IOException ended) {
            // Then the stream's end says why.
          }
        });
  }
}
