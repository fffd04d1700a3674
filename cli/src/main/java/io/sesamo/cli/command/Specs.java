package io.sesamo.cli.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Builds the commands' specs by hand: reading them from annotations would cost a tenth of a second
 * at every start.
 */
public final class Specs {

  private static final int COLUMNS = 80;

  private Specs() {}

  /**
   * A command with {@code --help} and {@code --output}.
   *
   * @param examples shown at the end of its help
   */
  public static CommandSpec command(String name, String description, String... examples) {
    return withExamples(withOutput(plain(name, description), "text|json", Output.TEXT), examples);
  }

  /** A command that lists rows, and can write them as comma-separated values too. */
  public static CommandSpec table(String name, String description, String... examples) {
    return withExamples(
        withOutput(plain(name, description), "text|json|csv", TableOutput.TEXT), examples);
  }

  private static CommandSpec withOutput(CommandSpec spec, String label, Enum<?> usual) {
    return spec.addOption(
        OptionSpec.builder("-o", "--output")
            .paramLabel(label)
            .type(usual.getDeclaringClass())
            .initialValue(usual)
            .description("How the answer is written (text).")
            .build());
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

  /** How an answer is written. */
  public enum Output {
    TEXT,
    JSON
  }

  /** How rows are written. */
  public enum TableOutput {
    TEXT,
    JSON,
    CSV
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
    return arguments.matchedOptionValue("--output", TableOutput.TEXT) == TableOutput.CSV;
  }

  /** Whether a parsed command line asks for JSON. */
  public static boolean wantsJson(ParseResult arguments) {
    return arguments.matchedOptionValue("--output", Output.TEXT) == Output.JSON;
  }
}
