package io.sesamo.model.spec;

import java.util.List;
import java.util.Optional;

/** What a task's exit code leads to, in the order of the file: the first entry that holds wins. */
public record ExitActions(List<Entry> entries) {

  public static final ExitActions NONE = new ExitActions(List.of());

  public ExitActions {
    entries = List.copyOf(entries);
  }

  /** What happens to a task that ended. */
  public enum Action {
    COMPLETE,
    FAIL,
    RESCHEDULE
  }

  /** Exit codes from {@code first} to {@code last}, both included. */
  public record Range(int first, int last) {
    boolean contains(int code) {
      return first <= code && code <= last;
    }
  }

  /** One line of {@code exitActions:}. */
  public record Entry(Action action, List<Range> codes) {
    public Entry {
      codes = List.copyOf(codes);
    }
  }

  /** The action asked for this exit code; empty when the author said nothing about it. */
  public Optional<Action> actionFor(int exitCode) {
    return entries.stream()
        .filter(entry -> entry.codes().stream().anyMatch(range -> range.contains(exitCode)))
        .map(Entry::action)
        .findFirst();
  }
}
