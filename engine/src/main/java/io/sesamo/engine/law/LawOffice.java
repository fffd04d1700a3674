package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;
import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.law.LawDay.Basis;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.engine.store.ClearanceRow;
import io.sesamo.engine.store.LawStore;
import io.sesamo.engine.store.LawStore.AuditLine;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import io.sesamo.law.Effect;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.law.Verdict;
import io.sesamo.law.VerdictFacts;
import io.sesamo.model.fleet.FleetFile;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Where the law is asked: the verdicts of today, the clearances of people, supplies, and the audit
 * log. Days begin at midnight UTC. Thread-safe.
 */
public final class LawOffice {

  private final LawSource source;
  private final Supplier<Optional<FleetFile>> fleet;
  private final LawStore store;
  private final InstantSource clock;
  private volatile List<Clearance> valid = List.of();
  private volatile Runnable onChange = () -> {};
  private LawDay today = LawDay.NONE;
  private String kept = "";

  /**
   * Opens it.
   *
   * @param fleet tells where the pools are now; empty: no group is judged
   */
  public LawOffice(
      LawSource source, Supplier<Optional<FleetFile>> fleet, LawStore store, InstantSource clock) {
    this.source = source;
    this.fleet = fleet;
    this.store = store;
    this.clock = clock;
    reload();
    if (fleet.get().isPresent()) {
      book();
    }
  }

  /** What is run when the clearances have changed. */
  public void onChange(Runnable what) {
    onChange = what;
  }

  /** What the fleet's file says. */
  public Optional<FleetFile> fleet() {
    return fleet.get();
  }

  /** The rules by which is judged; all that is judged by is kept from the first time on. */
  private synchronized LawBook book() {
    LawBook book = source.book();
    if (!kept.equals(book.version())) {
      byte[] files = Catalogs.pack(source.texts());
      Map<String, Object> hash = Map.of("sha256", Catalogs.sha256(files));
      store.keepCatalog(
          book.version(),
          files,
          entry(Kind.CATALOGUE, "", "came into use", hash, "", List.of(), List.of()));
      kept = book.version();
    }
    return book;
  }

  private synchronized void reload() {
    valid =
        store.clearances().stream()
            .filter(row -> row.revoked().isEmpty())
            .map(ClearanceRow::current)
            .toList();
  }

  private LocalDate day() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * What the law says of the fleet now: the same object as long as the day, the clearances and the
   * platforms are the same.
   *
   * @param platforms the kinds of nodes that each pool has
   */
  public synchronized LawDay today(Map<String, Set<String>> platforms) {
    Optional<FleetFile> file = fleet.get();
    if (file.isPresent()) {
      Basis basis = new Basis(book(), file.get(), day(), valid);
      if (!today.is(basis, platforms)) {
        today = new LawDay(Optional.of(basis), platforms);
      }
    } else {
      today = LawDay.NONE;
    }
    return today;
  }

  /** Every clearance, revoked ones too. */
  public List<ClearanceRow> clearances() {
    return store.clearances();
  }

  /**
   * Records a clearance; what waits for it is looked at again at once.
   *
   * @throws EngineException which names the field that is wrong
   */
  public ClearanceRow clear(NewClearance request, String by) {
    Clearance clearance = request.check(book());
    ClearanceRow row =
        new ClearanceRow(
            clearance,
            request.reference(),
            by,
            request.why(),
            clock.instant(),
            clearance.quantity(),
            Optional.empty());
    ClearanceRow stored = store.add(row, given -> told("given", given, by, given.why()));
    changed();
    return stored;
  }

  /**
   * Revokes a clearance.
   *
   * @throws EngineException when there is none of that id, or it is revoked already
   */
  public ClearanceRow revoke(String id, String by, String why) {
    if (why.isBlank()) {
      throw Wrong.field("why", "say why, for those who read it later");
    }
    ClearanceRow.Revocation how = new ClearanceRow.Revocation(clock.instant(), by, why);
    ClearanceRow revoked =
        store
            .revoke(id, how, row -> told("revoked", row, by, why))
            .orElseThrow(() ->
                new EngineException(
                    Code.DATABASE, "There is no clearance " + id + " that could be revoked."));
    changed();
    return revoked;
  }

  private void changed() {
    reload();
    onChange.run();
  }

  private AuditEntry told(String what, ClearanceRow row, String by, String why) {
    return entry(
        Kind.CLEARANCE, by, what + ": " + why, Map.of(), "", List.of(), List.of(row.clearance()));
  }

  private AuditEntry entry(
      Kind kind,
      String by,
      String what,
      Map<String, Object> facts,
      String verdict,
      List<String> rules,
      List<Clearance> clearances) {
    String version = source.book().version();
    return new AuditEntry(
        clock.instant(), kind, by, "", "", "", what, facts, verdict, rules, version, clearances);
  }

  /**
   * Judges a case, with the clearances that hold now.
   *
   * @return the verdict as {@link VerdictFacts} shapes it
   */
  public Map<String, Object> check(Case asked) {
    LawBook book = book();
    List<Clearance> now = valid;
    Verdict verdict = book.judge(asked.facts(book.catalog(), fleet.get()), now);
    return VerdictFacts.of(book, verdict, now);
  }

  /**
   * A supply that was asked for.
   *
   * @param done whether it was recorded; otherwise the law does not allow it
   * @param sentence for people
   * @param draws how much of which clearance it took
   */
  public record Supplied(
      boolean done, String verdict, List<String> rules, String sentence, Map<String, Long> draws) {}

  /** Judges a supply and, where it is allowed, records it and takes it off the clearances. */
  public Supplied supply(Case asked, String by, String what) {
    LawBook book = book();
    if (asked.action() != Action.SUPPLY) {
      throw Wrong.field("action", "it must be supply");
    }
    Facts facts = asked.facts(book.catalog(), fleet.get());
    long quantity = quantity(facts);
    Judged judged =
        store.supply(
            rows ->
                new Judged(
                    book.judge(
                        facts,
                        rows.stream()
                            .filter(row -> row.revoked().isEmpty())
                            .map(ClearanceRow::current)
                            .toList())),
            found ->
                new LawStore.Supply(
                    entry(
                        Kind.SUPPLY,
                        by,
                        what,
                        VerdictFacts.values(found.verdict().facts()),
                        found.verdict().effect().word(),
                        found.rules(),
                        found.verdict().clearedBy()),
                    found.draws(quantity)));
    reload();
    Verdict verdict = judged.verdict();
    return new Supplied(
        judged.allowed(),
        verdict.effect().word(),
        judged.rules(),
        VerdictFacts.sentence(verdict),
        judged.draws(quantity));
  }

  private static long quantity(Facts facts) {
    double quantity = facts.get(Fact.SHIPMENT_QUANTITY) instanceof Double number ? number : 1;
    if (quantity < 1 || quantity != Math.rint(quantity) || quantity > 1e12) {
      throw Wrong.field("quantity", "it is a whole number from 1 on");
    }
    return (long) quantity;
  }

  private record Judged(Verdict verdict) {

    boolean allowed() {
      return verdict.effect() == Effect.ALLOW;
    }

    List<String> rules() {
      return verdict.decidedBy().stream().map(found -> found.rule().id()).distinct().toList();
    }

    Map<String, Long> draws(long quantity) {
      Map<String, Long> draws = new TreeMap<>();
      for (Clearance clearance : allowed() ? verdict.clearedBy() : List.<Clearance>of()) {
        if (clearance.quantity().isPresent()) {
          draws.put(clearance.id(), quantity);
        }
      }
      return draws;
    }
  }

  /** Writes entries at the end of the log. */
  public void audit(List<AuditEntry> entries) {
    store.audit(entries);
  }

  /** The last entries of the log, oldest first. */
  public List<AuditLine> audit(Optional<String> workflow, Optional<Instant> since, int most) {
    return store.audit(workflow, since, most);
  }

  /** Goes through the whole log. */
  public AuditCheck.Result verify() {
    return AuditCheck.run(store);
  }
}
