package io.sesamo.cli.command.inside;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Stream;
import io.sesamo.cli.client.StreamApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.inside.PortPairs.Pair;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes ports of a running task ports of this machine. */
public final class ForwardCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.withExamples(
            Specs.plain(
                "port-forward",
                "Makes ports of a running task ports of this machine, for its own users only,"
                    + " until the task ends or Ctrl-C."),
            "sesamo port-forward train-1 board 6006",
            "sesamo port-forward serve-1 web 9000:80 9001-9003:8001-8003",
            "sesamo port-forward sim-1 stream --udp 47998");
    spec.addPositional(
        Specs.parameter(
            "WORKFLOW TASK LOCAL:REMOTE...",
            "3..*",
            "The workflow, its task, and the ports; one number stands for both sides."));
    spec.addOption(Specs.context());
    spec.addOption(Specs.flag("Datagrams (UDP) instead of connections (TCP).", "--udp"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> words = Specs.parameters(arguments);
    String workflow = words.get(0);
    String task = words.get(1);
    boolean datagrams = Specs.isSet(arguments, "--udp");
    List<Pair> pairs = PortPairs.read(words.subList(2, words.size()));
    List<Integer> remote = pairs.stream().map(Pair::remote).toList();
    return context
        .session()
        .ask(api -> {
          List<Json> tickets = new StreamApi(api.http()).forward(workflow, task, remote, datagrams);
          List<Forward> forwards = new ArrayList<>();
          try {
            for (int i = 0; i < pairs.size(); i++) {
              Forward forward =
                  datagrams
                      ? DatagramForward.open(api.http(), tickets.get(i), workflow, pairs.get(i))
                      : ConnectionForward.open(api.http(), tickets.get(i), workflow, pairs.get(i));
              forwards.add(forward);
              context
                  .terminal()
                  .remark(
                      "127.0.0.1:%d leads to port %d of %s/%s"
                          .formatted(pairs.get(i).local(), pairs.get(i).remote(), workflow, task));
            }
            context.terminal().remark(forwards.getFirst().awaitEnd().reason());
          } finally {
            forwards.forEach(Forward::close);
          }
          return ExitCode.DONE;
        });
  }

  /** One port that is forwarded. */
  interface Forward extends AutoCloseable {

    /** Waits until the task or the server has gone, and says which. */
    Stream.End awaitEnd();

    @Override
    void close();
  }

  /** Somebody else has the local port. */
  static CliException taken(Pair pair, IOException failure) {
    return CliException.refused(
        "Port "
            + pair.local()
            + " of this machine cannot be used ("
            + failure.getMessage()
            + "). Choose another, such as "
            + (pair.local() + 10_000) % 60_000
            + ":"
            + pair.remote()
            + ".");
  }
}
