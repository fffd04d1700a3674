package io.sesamo.engine;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.store.AccountRow;
import io.sesamo.engine.store.Notes;
import io.sesamo.engine.store.RunTimeRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.StoreException;
import io.sesamo.engine.view.TenantScope;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of work that is over, out of the store and the object store; what was read is
 * remembered. Sizes, times and costs that cannot be read count as not known: that makes a placement
 * worse, never wrong. Where data lie cannot count so, for then no law would be asked of them:
 * {@link StoreException} says that it cannot be told now. Thread-safe.
 */
final class KnownWork {

  private static final Logger LOG = System.getLogger(KnownWork.class.getName());

  /** So many of each kind are remembered. */
  private static final int MOST = 10_000;

  /** Of so many earlier workflows it is remembered what their tasks have stored. */
  private static final int MOST_WORKFLOWS = 100;

  private final Store store;
  private final ObjectStore objects;
  private final Map<ManifestId, Long> bytes = remembering();
  private final Map<String, Map<String, Map<String, Duration>>> runTimes = remembering();
  private final Map<String, Double> spent = remembering();
  private final Map<String, Map<String, Made>> earlier = remembering(MOST_WORKFLOWS);

  private final Map<String, String> tenants = remembering();

  KnownWork(Store store, ObjectStore objects) {
    this.store = store;
    this.objects = objects;
  }

  private static <K, V> Map<K, V> remembering() {
    return remembering(MOST);
  }

  private static <K, V> Map<K, V> remembering(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /** As requests ask for it. */
  Circumstances.Known known() {
    return new Circumstances.Known(
        this::bytes,
        (workflow, group) -> runTimes(workflow).getOrDefault(group, Map.of()),
        this::spent,
        this::earlier);
  }

  private synchronized long bytes(ManifestId output) {
    Long found = bytes.get(output);
    if (found == null) {
      try {
        found = objects.has(output) ? objects.manifest(output).totalBytes() : 0L;
        bytes.put(output, found);
      } catch (IOException | RuntimeException unreadable) {
        LOG.log(Level.DEBUG, "The size of an output is not known", unreadable);
        return 0;
      }
    }
    return found;
  }

  private synchronized Map<String, Map<String, Duration>> runTimes(String workflow) {
    return remembered(runTimes, workflow, () -> store.placements().runTimes(workflow), Map.of());
  }

  private synchronized double spent(String workflow) {
    return remembered(spent, workflow, () -> store.placements().spent(workflow), 0.0);
  }

  /** A task that has stored something is over, though its workflow may not be. */
  private synchronized Optional<Made> earlier(String workflow, String task) {
    Map<String, Made> found = earlier.get(workflow);
    if (found == null || !found.containsKey(task)) {
      try {
        found = store.row(workflow).map(Made::storedBy).orElse(Map.of());
      } catch (RuntimeException unreadable) {
        throw new StoreException("Where data of " + workflow + " lie cannot be read", unreadable);
      }
      earlier.put(workflow, found);
    }
    return Optional.ofNullable(found.get(task));
  }

  private static <V> V remembered(Map<String, V> known, String key, Supplier<V> read, V otherwise) {
    V found = known.get(key);
    if (found == null) {
      try {
        found = read.get();
        known.put(key, found);
      } catch (RuntimeException unreadable) {
        LOG.log(Level.WARNING, "What is known of earlier work cannot be read", unreadable);
        return otherwise;
      }
    }
    return found;
  }

  /**
   * Whether there is a workflow for somebody. The store is asked for another's as for one that is
   * not there, so that the time tells nothing.
   */
  boolean has(String workflow, TenantScope scope) {
    synchronized (tenants) {
      String tenant = tenants.get(workflow);
      if (tenant != null && scope.holds(tenant)) {
        return true;
      }
    }
    Optional<String> found = store.tenant(workflow); // without the lock: many ask at once
    found.ifPresent(tenant -> {
      synchronized (tenants) {
        tenants.put(workflow, tenant);
      }
    });
    return found.filter(scope::holds).isPresent();
  }

  /** Takes in what was committed. */
  synchronized void committed(Notes notes) {
    for (RunTimeRow row : notes.runTimes()) {
      runTimes.remove(row.workflow());
    }
    for (AccountRow row : notes.accounts()) {
      spent.remove(row.workflow());
    }
  }
}
