package io.sesamo.engine.fleet;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.law.LawSource;
import io.sesamo.engine.store.DrainRow;
import io.sesamo.engine.store.FleetRow;
import io.sesamo.engine.store.FleetStore;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetReader;
import io.sesamo.model.fleet.FleetReader.Result.Accepted;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the fleet's file is kept, and what of the fleet is drained. The file that was applied last
 * holds; each that was is kept. Thread-safe.
 */
public final class FleetOffice {

  private static final Logger LOG = System.getLogger(FleetOffice.class.getName());

  private static final String NO_FLEET =
      "This server has no fleet. Apply one with: sesamo fleet apply FILE";

  private final LawSource source;
  private final FleetStore store;
  private final InstantSource clock;
  private volatile Optional<FleetRow> row = Optional.empty();
  private volatile FleetNow now = FleetNow.NONE;
  private Optional<EngineException> unreadable = Optional.empty();

  /**
   * Opens it, with the file that was applied last, unless that came from a home without one now.
   */
  public FleetOffice(LawSource source, FleetStore store, InstantSource clock) {
    this.source = source;
    this.store = store;
    this.clock = clock;
    try {
      store.latest().filter(latest -> !latest.home()).ifPresent(this::hold);
    } catch (EngineException noLongerReadable) {
      unreadable = Optional.of(noLongerReadable);
    }
  }

  /**
   * Makes sure that the fleet is known: without it, work would be placed without asking the law.
   *
   * @throws EngineException when what was applied last cannot be read any more, and nothing else
   *     was taken in
   */
  public void requireReadable() {
    if (unreadable.isPresent() && row.isEmpty()) {
      throw new EngineException(
          Code.USAGE,
          "The fleet that was applied last is wrong for this version of Sesamo and its catalogue:\n"
              + unreadable.get().getMessage()
              + "\nWrite it as it should be into fleet.yaml in the server's home, and start again.");
    }
  }

  /** The fleet as it is said to be: the same object as long as nothing has changed. */
  public FleetNow now() {
    return now;
  }

  /** The file that holds, as it was applied. */
  public Optional<FleetRow> row() {
    return row;
  }

  /**
   * What such a file says.
   *
   * @throws EngineException with its problems
   */
  private Accepted read(String title, String text) {
    return switch (FleetReader.read(title, text, source.book().catalog())) {
      case Accepted good -> good;
      case FleetReader.Result.Refused bad -> throw new EngineException(bad.problems());
    };
  }

  /** Has what was applied last hold. */
  private void hold(FleetRow applied) {
    if (applied.present()) {
      hold(applied, read(applied.title(), applied.text()).fleet());
    } else {
      row = Optional.empty();
      now = new FleetNow(applied.version(), Optional.empty(), Optional.empty(), Map.of());
    }
  }

  private void hold(FleetRow applied, FleetFile file) {
    Catalog catalog = source.book().catalog();
    Map<String, Drain> drains = new HashMap<>();
    for (DrainRow drain : store.drains()) {
      if (file.part(drain.name()).isPresent()) { // the others may come back with another file
        drains.put(drain.name(), new Drain(drain.name(), drain.reason(), drain.by(), drain.at()));
      }
    }
    row = Optional.of(applied);
    now = new FleetNow(applied.version(), Optional.of(file), Optional.of(catalog), drains);
  }

  /**
   * Takes in the file of the server's home folder at a start, when it is another than that which
   * was taken in from there last; else what was applied last holds.
   *
   * @param title its path
   * @param taken where work is under way: a file that does not leave that is not taken in now
   * @throws EngineException with its problems
   */
  public void takeIn(String title, String text, Taken taken) {
    Optional<FleetRow> latest = store.latest();
    Optional<FleetRow> home = store.latestOfHome();
    if (home.isPresent() && latest.isPresent() && home.get().text().equals(text)) {
      hold(latest.get());
      return;
    }
    Accepted accepted = read(title, text);
    FleetFile file = accepted.fleet();
    Optional<String> against = taken.against(file, latest.flatMap(this::known));
    if (against.isEmpty() || latest.isEmpty()) {
      accepted.warnings().forEach(warning -> LOG.log(Level.WARNING, "{0}", warning));
      hold(
          store.add(new FleetRow(0, title, text, "the server's home", clock.instant(), true)),
          file);
    } else {
      LOG.log(Level.WARNING, "{0} is not taken in at this start: {1}", title, against.get());
      hold(latest.get());
    }
  }

  /** What a file says that was applied; empty: nothing, or nobody can read it any more. */
  private Optional<FleetFile> known(FleetRow applied) {
    return applied.present()
            && FleetReader.read(applied.title(), applied.text(), source.book().catalog())
                instanceof Accepted good
        ? Optional.of(good.fleet())
        : Optional.empty();
  }

  /**
   * Applies a file from now on.
   *
   * @param title of the file, for messages
   * @param taken where work is under way, which it must leave as it is
   * @return what whoever applies it should know
   * @throws EngineException with its problems, or when it does not leave that; then nothing changes
   */
  public List<String> apply(String title, String text, String by, Taken taken) {
    Accepted accepted = read(title, text);
    FleetFile file = accepted.fleet();
    taken
        .against(file, now.file())
        .ifPresent(words -> {
          throw new EngineException(Code.USER, "The fleet was not applied: " + words);
        });
    hold(store.add(new FleetRow(0, title, text, by, clock.instant(), false)), file);
    return accepted.warnings().stream().map(Problem::toString).toList();
  }

  /**
   * Goes on without a fleet.
   *
   * @throws EngineException when there is none
   */
  public void remove(String by) {
    if (now.file().isEmpty()) {
      throw new EngineException(Code.DATABASE, NO_FLEET);
    }
    hold(store.add(new FleetRow(0, "", "", by, clock.instant(), false)));
  }

  /**
   * Drains a site, a pool or a node.
   *
   * @param reason empty: none, or what was said before of one that is drained already
   * @throws EngineException when the fleet has none of that name
   */
  public void drain(String name, String reason, String by) {
    FleetFile file = part(name);
    if (reason.isEmpty() && now.drains().containsKey(name)) {
      return;
    }
    Drain drain = new Drain(name, reason, by, clock.instant());
    store.drain(new DrainRow(drain.name(), drain.reason(), drain.by(), drain.at()));
    hold(row.orElseThrow(), file);
  }

  /**
   * Opens it again.
   *
   * @throws EngineException when the fleet has none of that name, or it is not drained
   */
  public void resume(String name) {
    FleetFile file = part(name);
    if (!now.drains().containsKey(name)) {
      throw new EngineException(Code.USER, name + " is not drained." + drained());
    }
    store.resume(name);
    hold(row.orElseThrow(), file);
  }

  private String drained() {
    Set<String> names = new TreeSet<>(now.drains().keySet());
    return names.isEmpty()
        ? " Nothing of the fleet is."
        : " Drained: " + String.join(", ", names) + ".";
  }

  private FleetFile part(String name) {
    FleetFile file = now.file().orElseThrow(() -> new EngineException(Code.DATABASE, NO_FLEET));
    if (file.part(name).isEmpty()) {
      throw new EngineException(
          Code.DATABASE,
          "The fleet has no site, pool or node "
              + name
              + ". A node is named pool/node; `sesamo fleet show` lists sites and pools.");
    }
    return file;
  }
}
