package io.sesamo.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * Builds the commands' specs by hand: reading them from annotations would cost a tenth of a second
 * at every start.
 */
public final class Specs {

  /** The option that names a context. */
  public static final String CONTEXT = "--context";

  private static final int COLUMNS = 80;

  private Specs() {}

  /**
   * A command that asks a server, with {@code --help}, {@code --output} and {@code --context}.
   *
   * @param examples shown at the end of its help
   */
  public static CommandSpec command(String name, String description, String... examples) {
    return offline(name, description, examples).addOption(context());
  }

  /** A command that asks no server. */
  public static CommandSpec offline(String name, String description, String... examples) {
    return withExamples(withOutput(plain(name, description), Output.USUAL), examples);
  }

  /** A command that lists rows, and can write them as comma-separated values too. */
  public static CommandSpec table(String name, String description, String... examples) {
    return withExamples(withOutput(plain(name, description), Output.ROWS), examples);
  }

  private static CommandSpec withOutput(CommandSpec spec, List<Output> all) {
    List<String> words = all.stream().map(Output::word).toList();
    return spec.addOption(
        OptionSpec.builder("-o", "--output")
            .paramLabel(String.join("|", words))
            .type(Output.class)
            .initialValue(Output.TABLE)
            .converters(word -> output(word, all))
            .completionCandidates(words)
            .description("How the answer is written (table).")
            .build());
  }

  private static Output output(String word, List<Output> all) {
    return Output.of(word)
        .filter(all::contains)
        .orElseThrow(() ->
            new TypeConversionException(
                "there is "
                    + all.stream().map(Output::word).collect(Collectors.joining(", "))
                    + ", not '"
                    + word
                    + "'"));
  }

  /** Which server is asked. */
  public static OptionSpec context() {
    return text(
        "NAME",
        "The server to ask: see sesamo context ($SESAMO_CONTEXT, else the current one).",
        CONTEXT);
  }

  /** The context that a command line names. */
  public static Optional<String> context(ParseResult arguments) {
    return text(arguments, CONTEXT);
  }

  /** Shows examples at the end of a command's help. */
  public static CommandSpec withExamples(CommandSpec spec, String... examples) {
    if (examples.length > 0) {
      spec.usageMessage().footerHeading(examples.length == 1 ? "%nExample:%n" : "%nExamples:%n");
      spec.usageMessage()
          .footer(List.of(examples).stream().map(line -> "  " + line).toArray(String[]::new));
    }
    return spec;
  }

  /** A command with {@code --help} only. */
  public static CommandSpec plain(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
    spec.usageMessage()
        .width(COLUMNS)
        .description(description)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .parameterListHeading("%n");
    spec.parser().caseInsensitiveEnumValuesAllowed(true);
    return spec;
  }

  public static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names).type(boolean.class).description(description).build();
  }

  public static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  public static OptionSpec number(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(Integer.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An option that may be given several times. */
  public static OptionSpec texts(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  public static PositionalParamSpec parameter(String label, String arity, String description) {
    boolean several = arity.endsWith("*");
    PositionalParamSpec.Builder builder =
        PositionalParamSpec.builder()
            .paramLabel(label)
            .arity(arity)
            .required(!arity.startsWith("0"))
            .hideParamSyntax(label.indexOf(' ') >= 0) // it says itself what may be repeated
            .description(description);
    return several
        ? builder.type(List.class).auxiliaryTypes(String.class).index("0..*").build()
        : builder.type(String.class).index("0").build();
  }

  public static boolean isSet(ParseResult arguments, String option) {
    return arguments.hasMatchedOption(option);
  }

  public static Optional<String> text(ParseResult arguments, String option) {
    return Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
  }

  public static Optional<Integer> number(ParseResult arguments, String option) {
    return Optional.ofNullable(arguments.<Integer>matchedOptionValue(option, null));
  }

  public static List<String> texts(ParseResult arguments, String option) {
    return arguments.matchedOptionValue(option, List.of());
  }

  /** The first parameter. */
  public static Optional<String> parameter(ParseResult arguments) {
    return Optional.ofNullable(arguments.<String>matchedPositionalValue(0, null));
  }

  /** All parameters. */
  public static List<String> parameters(ParseResult arguments) {
    return arguments.matchedPositionalValue(0, List.of());
  }

  /** Whether a parsed command line asks for comma-separated values. */
  public static boolean wantsCsv(ParseResult arguments) {
    return arguments.matchedOptionValue("--output", Output.TABLE) == Output.CSV;
  }
}
