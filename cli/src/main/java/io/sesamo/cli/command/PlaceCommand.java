package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.command.law.FleetVerdicts;
import io.sesamo.cli.command.placement.ExplanationView;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.engine.DryRun;
import io.sesamo.engine.store.ExplanationJson;
import io.sesamo.law.VerdictFacts;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells where the groups of a workflow would go in a fleet. */
public final class PlaceCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "place",
            "Tells where each group of a workflow would run in an idle fleet, and why; submits"
                + " nothing and needs no server.",
            "sesamo place train.yaml --fleet examples/fleets/world.yaml");
    spec.addPositional(Specs.parameter("FILE", "1", "The workflow, a YAML file."));
    SubmitOptions.addVariables(spec);
    spec.addOption(Specs.text("FILE", "The fleet, a YAML file.", "--fleet"));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String fleet =
        Specs.text(arguments, "--fleet")
            .orElseThrow(() -> CliException.wrong("Name the fleet: sesamo place FILE --fleet F"));
    String file = Specs.parameter(arguments).orElse("");
    SpecFile workflow =
        SpecFile.read(file, SubmitOptions.settings(arguments), SpecReader.MOST_TASKS);
    FleetVerdicts law = FleetVerdicts.read(fleet, arguments, context);
    List<Decision> decisions =
        DryRun.of(
            workflow.spec(), law.fleet(), law.book(), new Scheduler(), context.clock().instant());
    DryRun.warnings(workflow.spec(), law.book()).forEach(context.terminal()::remark);
    List<Map<String, Object>> groups =
        decisions.stream().map(decision -> facts(decision, law.fleet())).toList();
    boolean all = decisions.stream().allMatch(Decision.Placed.class::isInstance);
    if (context.json()) {
      context.printJson(
          Map.of("workflow", workflow.spec().name(), "placed", all, "groups", groups));
    } else {
      List<Line> lines = new ArrayList<>();
      for (Map<String, Object> group : groups) {
        lines.addAll(ExplanationView.lines(new Json(group)));
        lines.add(Line.of(""));
      }
      lines.add(Line.of("In an idle fleet. Nothing was submitted. " + VerdictFacts.NOTICE));
      context.terminal().print(lines);
    }
    return all ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static Map<String, Object> facts(Decision decision, FleetFile fleet) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("group", decision.group().stage().name());
    if (decision instanceof Decision.Placed placed) {
      Map<String, Object> place = new LinkedHashMap<>();
      String pool = placed.placement().pool();
      place.put("pool", pool);
      fleet
          .place(pool)
          .ifPresent(found -> {
            place.put("site", found.site().site().id());
            place.put("emulated", found.pool().emulated());
          });
      facts.put("placed", place);
    }
    facts.putAll(ExplanationJson.shape(decision.explanation()));
    facts.put("moves", List.of());
    return facts;
  }
}
