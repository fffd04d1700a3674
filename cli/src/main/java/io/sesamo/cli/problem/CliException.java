package io.sesamo.cli.problem;

import java.util.List;
import java.util.function.Consumer;

/** A command cannot do what was asked; the message is for people and says what to do. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<FileProblem> problems;

  private CliException(ExitCode exitCode, String message, List<FileProblem> problems) {
    super(message);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** What was asked for is wrong, or the machine cannot do it. */
  public static CliException refused(String message) {
    return new CliException(ExitCode.REFUSED, message, List.of());
  }

  /**
   * Several things are wrong.
   *
   * @param problems one line each
   */
  public static CliException refused(String message, List<String> problems) {
    return refusedFile(message, problems.stream().map(FileProblem::of).toList());
  }

  /** A file is wrong. */
  public static CliException refusedFile(String message, List<FileProblem> problems) {
    return new CliException(ExitCode.REFUSED, message, problems);
  }

  /** Says everything, line by line: the problems with their places, then what that means. */
  public void tell(Consumer<String> out) {
    for (FileProblem problem : problems) {
      out.accept(problem.words());
      problem.excerpt().forEach(out);
    }
    out.accept(String.valueOf(getMessage()));
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Every problem that was found in a file; empty for other refusals. */
  public List<FileProblem> problems() {
    return problems;
  }
}
