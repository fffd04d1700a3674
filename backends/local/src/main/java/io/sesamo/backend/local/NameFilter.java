package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.model.spec.PythonRegex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Picks files by a regular expression on their relative name, which must fit from its beginning
 * (not necessarily to its end), as Python's {@code re.match} does. One file may take {@link
 * #PATIENCE}: an expression can be written so that it never comes to an end.
 */
final class NameFilter {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Pattern pattern;
  private final InstantSource clock;

  /** An empty {@code regex} picks everything. */
  NameFilter(String regex, InstantSource clock) throws StartFailure {
    this.clock = clock;
    try {
      this.pattern = Pattern.compile(regex.isEmpty() ? "" : PythonRegex.toJava(regex));
    } catch (IllegalArgumentException wrong) {
      throw failure(regex, "is not a regular expression: " + wrong.getMessage());
    }
  }

  boolean picks(String name) throws StartFailure {
    if (pattern.pattern().isEmpty()) {
      return true;
    }
    try {
      return pattern.matcher(new Timed(name, clock, clock.instant().plus(PATIENCE))).lookingAt();
    } catch (TooSlow | StackOverflowError tooSlow) {
      throw failure(pattern.pattern(), "takes too long on the file '" + name + "'; simplify it");
    }
  }

  private static StartFailure failure(String regex, String what) {
    return new StartFailure(ExitCodes.DOWNLOAD_FAILED, "The regex '" + regex + "' " + what);
  }

  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A text that refuses to be read after its time. */
  private record Timed(String text, InstantSource clock, Instant deadline) implements CharSequence {

    @Override
    public char charAt(int index) {
      if (clock.instant().isAfter(deadline)) {
        throw new TooSlow();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }
  }
}
