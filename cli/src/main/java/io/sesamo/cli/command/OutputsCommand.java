package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.TaskOutput;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Table;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows where the outputs of a workflow lie, and fetches them. */
public final class OutputsCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "outputs",
            "Shows what the tasks of a workflow have stored, or copies it.",
            "sesamo outputs hello-1",
            "sesamo outputs hello-1 --task write --to results");
    spec.addPositional(Specs.parameter("ID", "0..1", "The workflow (the newest)."));
    spec.addOption(Specs.text("TASK", "Only this task's output.", "-t", "--task"));
    spec.addOption(
        Specs.text(
            "FOLDER",
            "Copies the files to FOLDER/TASK/..., each checked against its SHA-256.",
            "--to",
            "--get"));
    spec.addOption(Specs.flag("Overwrites files that differ.", "-f", "--force"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    String id = session.idOrNewest(Specs.parameter(arguments));
    Json answer = session.askOf(id, api -> api.outputs(id));
    List<TaskOutput> outputs =
        chosen(id, TaskOutput.listOf(answer), Specs.text(arguments, "--task"));
    Optional<String> target = Specs.text(arguments, "--to");
    if (target.isPresent()) {
      fetch(context, session, id, outputs, target.get(), Specs.isSet(arguments, "--force"));
    } else if (context.json()) {
      context.printJson(answer);
    } else {
      print(context, id, outputs);
    }
    return ExitCode.DONE;
  }

  private static List<TaskOutput> chosen(
      String id, List<TaskOutput> outputs, Optional<String> task) {
    List<TaskOutput> chosen =
        outputs.stream()
            .filter(output -> task.isEmpty() || output.task().equals(task.get()))
            .toList();
    if (task.isPresent() && chosen.isEmpty()) {
      List<String> known = outputs.stream().map(TaskOutput::task).toList();
      throw CliException.missing(
          "Workflow "
              + id
              + " has no output of a task '"
              + task.get()
              + "'."
              + Suggestions.question(task.get(), known));
    }
    return chosen;
  }

  private static List<TaskOutput> kept(List<TaskOutput> outputs) {
    return outputs.stream().filter(output -> !output.collected()).toList();
  }

  private static void print(Context context, String id, List<TaskOutput> outputs) {
    if (outputs.isEmpty()) {
      context.terminal().print("Workflow " + id + " has stored nothing so far.");
      return;
    }
    Table table = new Table().titles("TASK", "FILES", "SIZE", "FOLDER");
    for (TaskOutput output : outputs) {
      table.row(
          Line.of(output.task()),
          Line.of(String.valueOf(output.files())),
          Line.of(Quantities.bytes(output.bytes())),
          Line.of(output.collected() ? "given up by gc" : output.path().orElse("on the server")));
    }
    context.terminal().print(table.lines());
    boolean here = outputs.stream().anyMatch(output -> output.path().isPresent());
    context
        .terminal()
        .remark(
            (here ? "The folders are read-only. Copies: " : "To fetch them: ")
                + "sesamo outputs "
                + id
                + " --to FOLDER");
  }

  private static void fetch(
      Context context,
      Session session,
      String id,
      List<TaskOutput> outputs,
      String folder,
      boolean force) {
    Path target;
    try {
      target = Path.of(folder).toAbsolutePath().normalize();
    } catch (InvalidPathException impossible) {
      throw CliException.wrong("'" + folder + "' is not the name of a folder.");
    }
    if (outputs.stream().allMatch(TaskOutput::collected)) {
      throw CliException.missing(
          outputs.isEmpty()
              ? "There is nothing to copy: no task has stored an output."
              : "There is nothing to copy: the outputs were given up by sesamo gc.");
    }
    OutputCopy.Result result = new OutputCopy(session, target, force).of(id, kept(outputs));
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("folder", target.toString());
      members.put("files", result.files());
      members.put("bytes", result.bytes());
      context.printJson(members);
      return;
    }
    String there =
        result.unchanged() == 0 ? "" : ", " + result.unchanged() + " of them were there already";
    context
        .terminal()
        .print(
            "Fetched and checked %s, %s%s: %s"
                .formatted(
                    Quantities.count(result.files(), "file", "files"),
                    Quantities.bytes(result.bytes()),
                    there,
                    target));
  }
}
