package io.sesamo.cli.command;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The script for the shell fish: a line for each command and each option, with what must have been
 * typed before it.
 */
final class FishCompletion {

  private static final String HEAD =
      """
      # Completes sesamo's commands and options in fish.

      # The words that are no options, nor the value of --context.
      function __sesamo_words
          set -l words (commandline -opc)
          set -e words[1]
          set -l plain
          set -l skip no
          for word in $words
              if test $skip = yes
                  set skip no
              else if test "$word" = --context
                  set skip yes
              else if not string match -q -- '-*' $word
                  set -a plain $word
              end
          end
          string join ' ' -- $plain
      end

      # These words, and nothing else yet.
      function __sesamo_at
          test "$(__sesamo_words)" = "$argv[1]"
      end

      # These words, and perhaps more.
      function __sesamo_in
          string match -q -- "$argv[1] *" "$(__sesamo_words) "
      end

      complete -c sesamo -f
      """;

  private static final Pattern FILES = Pattern.compile("FILE|DIR|FOLDER");

  private FishCompletion() {}

  static String script(CommandSpec root) {
    StringBuilder script = new StringBuilder(HEAD);
    add("", root, script);
    return script.toString();
  }

  private static void add(String path, CommandSpec spec, StringBuilder script) {
    for (Map.Entry<String, CommandLine> sub : spec.subcommands().entrySet()) {
      CommandSpec command = sub.getValue().getCommandSpec();
      line(script, "__sesamo_at", path, " -a " + sub.getKey(), description(command));
      add((path + " " + sub.getKey()).strip(), command, script);
    }
    String when = path.isEmpty() ? "__sesamo_at" : "__sesamo_in";
    for (OptionSpec option : spec.options()) {
      line(script, when, path, option(option), first(option.description()));
    }
    if (spec.positionalParameters().stream().anyMatch(p -> takesFiles(p.paramLabel()))) {
      script.append("complete -c sesamo -n '__sesamo_in ").append(quoted(path)).append("' -F\n");
    }
  }

  private static void line(
      StringBuilder script, String when, String path, String what, String description) {
    script
        .append("complete -c sesamo -n '")
        .append(when)
        .append(' ')
        .append(quoted(path))
        .append('\'')
        .append(what)
        .append(" -d '")
        .append(description.replace("\\", "\\\\").replace("'", "\\'"))
        .append("'\n");
  }

  private static String quoted(String path) {
    return '"' + path + '"';
  }

  private static String option(OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().max() == 0) {
      return words.toString();
    }
    List<String> candidates = candidates(option);
    if (!candidates.isEmpty()) {
      return words + " -x -a '" + String.join(" ", candidates) + "'";
    }
    return words + (takesFiles(option.paramLabel()) ? " -r -F" : " -x");
  }

  private static List<String> candidates(OptionSpec option) {
    Iterable<String> given = option.completionCandidates();
    return given == null
        ? Collections.emptyList()
        : StreamSupport.stream(given.spliterator(), false).toList();
  }

  private static boolean takesFiles(String label) {
    return FILES.matcher(label).find();
  }

  private static String description(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  /** The first sentence. */
  private static String first(String[] description) {
    return Arrays.stream(description).findFirst().orElse("").replaceFirst("([.;:]) .*", "$1");
  }
}
