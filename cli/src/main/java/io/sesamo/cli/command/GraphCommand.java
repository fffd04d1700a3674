package io.sesamo.cli.command;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.graph.Layers;
import io.sesamo.cli.graph.Picture;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows which groups of a workflow wait for which. */
public final class GraphCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "graph",
            "Shows which tasks of a workflow wait for which. Needs no server.",
            "sesamo graph train.yaml",
            "sesamo graph train.yaml --svg train.svg");
    spec.addPositional(Specs.parameter("FILE", "1", "The workflow, a YAML file."));
    SubmitOptions.addVariables(spec);
    spec.addOption(Specs.text("FILE", "Draws it into a file, as SVG.", "--svg"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    SpecFile file = SpecFile.read(name, SubmitOptions.settings(arguments), SpecReader.MOST_TASKS);
    Layers layers = Layers.of(file.spec());
    Optional<String> picture = Specs.text(arguments, "--svg");
    picture.ifPresent(target -> write(target, Picture.of(layers, file.spec().name())));
    if (context.json()) {
      List<Map<String, Object>> groups = new ArrayList<>();
      for (List<GroupSpec> layer : layers.layers()) {
        for (GroupSpec group : layer) {
          groups.add(
              Map.of(
                  "name", group.name(),
                  "tasks", group.tasks().stream().map(task -> task.name()).toList(),
                  "upstream", group.upstream().stream().sorted().toList()));
        }
      }
      context.printJson(Map.of("groups", groups));
      return ExitCode.DONE;
    }
    context.terminal().print(table(layers).lines());
    context.terminal().print(Line.of(layers.summary()));
    picture.ifPresent(target -> context.terminal().print(Line.of("Drawn: " + target)));
    return ExitCode.DONE;
  }

  private static Table table(Layers layers) {
    Table table = new Table().titles("STEP", "GROUP", "TASKS", "WAITS FOR");
    for (int i = 0; i < layers.layers().size(); i++) {
      for (GroupSpec group : layers.layers().get(i)) {
        List<String> upstream = group.upstream().stream().map(layers::name).sorted().toList();
        table.row(
            Line.of(String.valueOf(i + 1)),
            new Line().add(Layers.name(group), Style.STRONG),
            Line.of(String.valueOf(group.tasks().size())),
            Line.of(String.join(", ", upstream)));
      }
    }
    return table;
  }

  private static void write(String target, String picture) {
    try {
      Files.writeString(Path.of(target), picture);
    } catch (InvalidPathException | IOException failure) {
      String why = failure instanceof IOException io ? Reasons.of(io) : "it is no name of a file";
      throw CliException.wrong("The picture cannot be written to " + target + ": " + why + ".");
    }
  }
}
