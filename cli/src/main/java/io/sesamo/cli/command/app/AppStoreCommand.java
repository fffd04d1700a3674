package io.sesamo.cli.command.app;

import io.sesamo.cli.client.AppApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.SubmitCommand;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Keeps a workflow on the server: as a new app, or as a new version of one.
 *
 * @param fresh whether the app is new
 */
record AppStoreCommand(boolean fresh) implements Command {

  static AppStoreCommand create() {
    return new AppStoreCommand(true);
  }

  static AppStoreCommand update() {
    return new AppStoreCommand(false);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        fresh
            ? Specs.command(
                "create",
                "Keeps a workflow on the server as an app.",
                "sesamo app create grasp --file grasp.yaml -d 'learns to grasp'")
            : Specs.command(
                "update", "Adds a version to an app.", "sesamo app update grasp --file grasp.yaml");
    spec.addPositional(Specs.parameter("NAME", "1", "The app."));
    spec.addOption(Specs.text("FILE", "The workflow, a YAML file.", "-f", "--file"));
    if (fresh) {
      spec.addOption(Specs.text("TEXT", "What it is for.", "-d", "--description"));
    }
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    String file =
        Specs.text(arguments, "--file")
            .orElseThrow(() -> CliException.wrong("Name the workflow's file: --file FILE."));
    String text = SubmitCommand.text(file);
    if (text.contains("localpath")) {
      throw CliException.wrong(
          file
              + " names local files (localpath), which an app cannot have: others submit it"
              + " elsewhere. Put their contents in.");
    }
    String ifInDoubt = "`sesamo app show " + name + "` shows whether it was kept.";
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", name);
    if (fresh) {
      String description = Specs.text(arguments, "--description").orElse("");
      context
          .session()
          .askOnce(
              api -> {
                new AppApi(api.http()).create(name, description, text);
                return name;
              },
              ifInDoubt);
      members.put("version", 1);
    } else {
      members.put(
          "version",
          context
              .session()
              .askOnce(api -> new AppApi(api.http()).update(name, text), ifInDoubt)
              .get("version"));
    }
    if (context.json()) {
      context.printJson(members);
    } else {
      context.terminal().print("Kept. It is submitted by: sesamo app submit " + name);
    }
    return ExitCode.DONE;
  }
}
