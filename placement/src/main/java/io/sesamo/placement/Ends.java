package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When what a pool's groups take will be free again. Not thread-safe. */
final class Ends {

  /** What runs longer than was predicted is expected to run for half as long again. */
  private static final double OVERDUE = 0.5;

  private static final Duration SOON = Duration.ofMinutes(1);

  private static final Comparator<End> FIRST = Comparator.comparing(End::at).thenComparing(End::id);

  private final List<End> ends = new ArrayList<>();

  /** What the first, the first two and so on leave together. */
  private @Nullable List<Resources> sums;

  /** What ends, by the numbers of the nodes. */
  record End(String id, Instant at, Map<Integer, Allocation> taken) {}

  Ends(Collection<Running> running, Book book, Instant now) {
    for (Running one : running) {
      ends.add(new End(one.id(), end(one, now), book.numbered(one.taken())));
    }
    ends.sort(FIRST);
  }

  void add(End end) {
    int place = Collections.binarySearch(ends, end, FIRST);
    ends.add(place < 0 ? -place - 1 : place, end);
    sums = null;
  }

  /** A running group is being stopped. */
  void stop(String id, Instant now) {
    List<End> stopped = ends.stream().filter(end -> end.id().equals(id)).toList();
    ends.removeAll(stopped);
    sums = null;
    stopped.forEach(end -> add(new End(id, now, end.taken())));
  }

  private static Instant end(Running running, Instant now) {
    if (running.stopping()) {
      return now;
    }
    if (running.predictedEnd().isAfter(now)) {
      return running.predictedEnd();
    }
    long more = (long) (Duration.between(running.since(), now).toMillis() * OVERDUE);
    Instant later = now.plus(Duration.ofMillis(Math.max(more, SOON.toMillis())));
    return running.latestEnd().filter(later::isAfter).orElse(later);
  }

  /** A time before which so much is not free, whatever the nodes: to tell soon what is no use. */
  Instant notBefore(Resources free, Resources asked, Instant now) {
    if (sums == null) {
      sums = sums();
    }
    int below = -1; // so many ends are too few
    int enough = ends.size() + 1;
    while (enough - below > 1) {
      int middle = (below + enough) / 2;
      Resources freed = middle == 0 ? Resources.NONE : sums.get(middle - 1);
      if (free.plus(freed).holds(asked)) {
        enough = middle;
      } else {
        below = middle;
      }
    }
    return enough == 0 || enough > ends.size() ? now : ends.get(enough - 1).at();
  }

  private List<Resources> sums() {
    List<Resources> found = new ArrayList<>(ends.size());
    Resources sum = Resources.NONE;
    for (End end : ends) {
      for (Allocation taken : end.taken().values()) {
        sum = sum.plus(taken.amount());
      }
      found.add(sum);
    }
    return found;
  }

  /** The first time from now on at which a group fits, if nothing else starts. */
  Optional<Instant> first(Room free, Gang gang, Instant now) {
    int enough = enough(free, gang);
    if (enough > ends.size()) {
      return Optional.empty();
    }
    return Optional.of(enough == 0 ? now : ends.get(enough - 1).at());
  }

  /**
   * What is free after just as many ends as a group needs; all that will be where none suffices.
   */
  Room whenFits(Room free, Gang gang) {
    return after(free, Math.min(enough(free, gang), ends.size()));
  }

  private int enough(Room free, Gang gang) {
    return gang.simple() ? counted(free, gang) : searched(free, gang);
  }

  /** What is free at a time, if nothing else starts. */
  Room at(Instant time, Room free) {
    return after(free, (int) ends.stream().takeWhile(end -> !end.at().isAfter(time)).count());
  }

  /** How many must end for it: counted up, since each end changes little. */
  private int counted(Room free, Gang gang) {
    Tally tally = new Tally(gang, free);
    int ended = 0;
    while (!tally.fits() && ended < ends.size()) {
      tally.give(ends.get(ended).taken());
      ended++;
    }
    return tally.fits() ? ended : ends.size() + 1;
  }

  /** The same where whether it fits takes longer to tell. */
  private int searched(Room free, Gang gang) {
    int below = -1; // so many ends are too few
    int enough = ends.size() + 1;
    while (enough - below > 1) {
      int middle = (below + enough) / 2;
      if (gang.fits(after(free, middle))) {
        enough = middle;
      } else {
        below = middle;
      }
    }
    return enough;
  }

  private Room after(Room free, int count) {
    Room room = free.copy();
    for (End end : ends.subList(0, count)) {
      end.taken().forEach(room::give);
    }
    return room;
  }
}
