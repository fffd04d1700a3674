package io.sesamo.cli.problem;

import java.util.List;
import java.util.function.Consumer;

/** A command cannot do what was asked; the message is for people and says what to do. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ExitCode exitCode;
  private final transient List<FileProblem> problems;

  /**
   * One that ends the command with a code of the caller's choice.
   *
   * @param problems with their places in a file; empty for other refusals
   */
  public CliException(ExitCode exitCode, String message, List<FileProblem> problems) {
    super(message);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** The command line is wrong, or a file that it names. */
  public static CliException wrong(String message) {
    return new CliException(ExitCode.WRONG, message, List.of());
  }

  /** A file is wrong. */
  public static CliException wrongFile(String message, List<FileProblem> problems) {
    return new CliException(ExitCode.WRONG, message, problems);
  }

  /** What was named is not there. */
  public static CliException missing(String message) {
    return new CliException(ExitCode.NOT_FOUND, message, List.of());
  }

  /** It was understood, but may not or cannot be done. */
  public static CliException refused(String message) {
    return refused(message, List.of());
  }

  /**
   * The same, for several reasons.
   *
   * @param problems one line each
   */
  public static CliException refused(String message, List<String> problems) {
    return new CliException(
        ExitCode.REFUSED, message, problems.stream().map(FileProblem::of).toList());
  }

  /** It may work later. */
  public static CliException later(String message) {
    return new CliException(ExitCode.TRY_AGAIN, message, List.of());
  }

  /**
   * Several refusals; the command ends with the code of the first.
   *
   * @param refusals at least one
   */
  public static CliException all(String message, List<CliException> refusals) {
    List<FileProblem> problems =
        refusals.stream().map(each -> FileProblem.of(String.valueOf(each.getMessage()))).toList();
    return new CliException(refusals.getFirst().exitCode, message, problems);
  }

  /** The same with something more to say, such as advice. */
  public CliException with(String words) {
    CliException fuller = new CliException(exitCode, getMessage() + words, problems);
    fuller.initCause(this);
    return fuller;
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
