package io.sesamo.engine;

import io.sesamo.engine.view.WorkflowView;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Workflows as people are shown them, read from the store once for each change: many ask for the
 * same ones again and again. This server alone writes to the store, so it knows when one changes.
 * Thread-safe.
 */
final class Views {

  private static final int MOST = 4_000;

  /** Larger ones are read anew each time, so that what is remembered stays small. */
  private static final int MOST_TASKS = 50;

  private final Function<String, Optional<WorkflowView>> stored;
  private final Map<String, WorkflowView> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WorkflowView> eldest) {
          return size() > MOST;
        }
      };
  private final Map<String, Integer> underWay = new HashMap<>();
  private long changes;

  /** Nothing is remembered yet. */
  Views(Function<String, Optional<WorkflowView>> stored) {
    this.stored = stored;
  }

  /** The workflow as it is committed; empty: there is none. */
  Optional<WorkflowView> of(String id) {
    long before;
    synchronized (this) {
      WorkflowView view = known.get(id);
      if (view != null) {
        return Optional.of(view);
      }
      before = changes;
    }
    Optional<WorkflowView> read = stored.apply(id);
    read.filter(Views::small).ifPresent(view -> remember(view, before));
    return read;
  }

  /** And of no app: those are renamed without a change of the workflow. */
  private static boolean small(WorkflowView view) {
    return view.app().isEmpty()
        && view.groups().stream().mapToInt(group -> group.tasks().size()).sum() <= MOST_TASKS;
  }

  /**
   * Unless something has changed since it was read, which may have been this one, or this one is
   * changing.
   */
  private synchronized void remember(WorkflowView view, long before) {
    if (changes == before && !underWay.containsKey(view.id())) {
      known.put(view.id(), view);
    }
  }

  /**
   * The store is about to change these. Until it has, they are read anew each time: whoever has
   * seen the change there must not be shown what was before.
   */
  synchronized void changing(Collection<String> workflows) {
    changes++;
    for (String id : workflows) {
      known.remove(id);
      underWay.merge(id, 1, Integer::sum);
    }
  }

  /** The store has changed these. */
  synchronized void changed(Collection<String> workflows) {
    changes++;
    for (String id : workflows) {
      known.remove(id);
      if (underWay.merge(id, -1, Integer::sum) == 0) {
        underWay.remove(id);
      }
    }
  }
}
