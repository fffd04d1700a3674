package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.placement.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Something that happened to a workflow. Its time and its words are such as can be stored. */
public sealed interface Event {

  Instant at();

  /** Its name in stored histories and in metrics; what was stored under it must stay readable. */
  default Kind kind() {
    return switch (this) {
      case Submitted e -> Kind.SUBMITTED;
      case Placed e -> Kind.PLACED;
      case Queued e -> Kind.QUEUED;
      case Unplaceable e -> Kind.UNPLACEABLE;
      case Forbidden e -> Kind.FORBIDDEN;
      case Moved e -> Kind.MOVED;
      case Preparing e -> Kind.PREPARING;
      case Started e -> Kind.STARTED;
      case Storing e -> Kind.STORING;
      case Ended e -> Kind.ENDED;
      case CancelRequested e -> Kind.CANCEL;
      case TimePassed e -> Kind.TIME;
    };
  }

  /** The kinds of events. Never rename one: {@link #word} is stored. */
  enum Kind {
    SUBMITTED,
    PLACED,
    QUEUED,
    UNPLACEABLE,
    FORBIDDEN,
    MOVED,
    PREPARING,
    STARTED,
    STORING,
    ENDED,
    CANCEL,
    TIME;

    /** The kind in small letters, for example {@code submitted}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It was taken in. */
  record Submitted(Instant at) implements Event {
    public Submitted {
      at = Storable.time(at);
    }
  }

  /**
   * Placement chose a place for a group.
   *
   * @param site of the pool; empty: not known
   * @param emulated whether the pool's accelerators are not there
   */
  record Placed(Instant at, String group, Placement placement, String site, boolean emulated)
      implements Event {
    public Placed {
      at = Storable.time(at);
      site = Storable.text(site);
    }

    /** In a pool of which nothing else is known. */
    public Placed(Instant at, String group, Placement placement) {
      this(at, group, placement, "", false);
    }

    Place place() {
      return new Place(placement.pool(), site, emulated);
    }
  }

  /** Placement found that a group must wait. */
  record Queued(Instant at, String group, String reason) implements Event {
    public Queued {
      at = Storable.time(at);
      reason = Storable.text(reason);
    }
  }

  /** Placement found that no pool can hold a group. */
  record Unplaceable(Instant at, String group, String reason) implements Event {
    public Unplaceable {
      at = Storable.time(at);
      reason = Storable.text(reason);
    }
  }

  /** The law has come to forbid a group that is under way. */
  record Forbidden(Instant at, String group, String reason) implements Event {
    public Forbidden {
      at = Storable.time(at);
      reason = Storable.text(reason);
    }
  }

  /**
   * A group must leave its place: it is stopped, and enters the queue again. None of its tries is
   * used up.
   *
   * @param grace between asking its tasks to end and killing them
   */
  record Moved(Instant at, String group, String reason, Duration grace) implements Event {
    public Moved {
      at = Storable.time(at);
      reason = Storable.text(reason);
    }
  }

  /** A backend makes a task ready. */
  record Preparing(Instant at, String group, int attempt, String task, String message)
      implements Event {
    public Preparing {
      at = Storable.time(at);
      message = Storable.text(message);
    }
  }

  /** A task's command runs. */
  record Started(Instant at, String group, int attempt, String task, String node) implements Event {
    public Started {
      at = Storable.time(at);
    }
  }

  /** A task's command has ended and its output is being stored. */
  record Storing(Instant at, String group, int attempt, String task) implements Event {
    public Storing {
      at = Storable.time(at);
    }
  }

  /**
   * A task is over; an empty name means every task of the group.
   *
   * @param ran how its command ended, where that is known
   */
  record Ended(
      Instant at,
      String group,
      int attempt,
      String task,
      Cause cause,
      int exitCode,
      Optional<ManifestId> output,
      String message,
      Optional<Ran> ran)
      implements Event {
    public Ended {
      at = Storable.time(at);
      message = Storable.text(message);
      ran = ran.map(known -> new Ran(Storable.time(known.until()), known.stored()));
    }

    /** Of whose command nothing else is known. */
    public Ended(
        Instant at,
        String group,
        int attempt,
        String task,
        Cause cause,
        int exitCode,
        Optional<ManifestId> output,
        String message) {
      this(at, group, attempt, task, cause, exitCode, output, message, Optional.empty());
    }

    /** False when it is known that something of its output is not where it belongs. */
    boolean stored() {
      return cause != Cause.OUTPUT_FAILED && ran.map(Ran::stored).orElse(true);
    }

    /** Whether its command was not stopped, and ended by then. */
    boolean endedItselfBy(Instant deadline) {
      boolean itself =
          cause == Cause.EXITED || cause == Cause.OUTPUT_FAILED || cause == Cause.OUT_OF_MEMORY;
      return itself && !ran.map(Ran::until).orElse(at).isAfter(deadline);
    }
  }

  /** A user wants the workflow's end. */
  record CancelRequested(Instant at, String user, String message, Duration grace) implements Event {
    public CancelRequested {
      at = Storable.time(at);
      user = Storable.text(user);
      message = Storable.text(message);
    }
  }

  /** Time has passed: groups may have run or waited too long. */
  record TimePassed(Instant at) implements Event {
    public TimePassed {
      at = Storable.time(at);
    }
  }
}
