package io.sesamo.engine.law;

import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.LawStore;
import io.sesamo.engine.store.LawStore.AuditLine;
import io.sesamo.engine.store.LawStore.Head;
import io.sesamo.law.LawBook;
import io.sesamo.law.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes through the audit log: is each entry chained to the one before, and does judging its facts
 * again, by the catalogue and the clearances of then, give its verdict again? Not thread-safe.
 */
public final class AuditCheck {

  /** The hash before the first entry. */
  private static final String BEGINNING = "0".repeat(64);

  private final LawStore store;
  private final Map<String, Optional<LawBook>> books = new HashMap<>();
  private long entries;
  private long judged;

  private AuditCheck(LawStore store) {
    this.store = store;
  }

  /**
   * What came of it.
   *
   * @param entries that are good
   * @param judged how many of them were judged again
   * @param bad the first that is not, and why; then none after it was looked at
   * @param hash of the last good entry: kept elsewhere, it shows later that nothing was rewritten
   */
  public record Result(long entries, long judged, Optional<String> bad, String hash) {}

  static Result run(LawStore store) {
    return store.wholeAudit((lines, head) -> new AuditCheck(store).check(lines, head));
  }

  private Result check(Stream<AuditLine> lines, Head head) {
    String hash = BEGINNING;
    for (Iterator<AuditLine> all = lines.iterator(); all.hasNext(); ) {
      AuditLine line = all.next();
      Optional<String> bad = chained(line, hash).or(() -> judgedSo(line));
      if (bad.isPresent()) {
        return new Result(
            entries, judged, Optional.of("entry " + line.sequence() + ": " + bad.get()), hash);
      }
      hash = line.hash();
      entries++;
    }
    Optional<String> cut =
        head.sequence() == entries && head.hash().equals(hash)
            ? Optional.empty()
            : Optional.of("entry " + (entries + 1) + ": it and what followed are missing");
    return new Result(entries, judged, cut, hash);
  }

  private Optional<String> chained(AuditLine line, String previous) {
    if (line.sequence() != entries + 1) {
      return Optional.of("entry " + (entries + 1) + " before it is missing");
    }
    String due = Catalogs.sha256((previous + line.text()).getBytes(StandardCharsets.UTF_8));
    boolean whole = line.previous().equals(previous) && line.hash().equals(due);
    return whole ? Optional.empty() : Optional.of("it was changed after it was written");
  }

  private Optional<String> judgedSo(AuditLine line) {
    try {
      AuditEntry entry = line.entry();
      if (entry.kind() == AuditEntry.Kind.CATALOGUE) {
        return kept(entry);
      }
      return entry.judged() ? judgedSo(entry) : Optional.empty();
    } catch (RuntimeException unreadable) {
      return Optional.of("it cannot be read: " + unreadable.getMessage());
    }
  }

  private Optional<String> kept(AuditEntry entry) {
    Optional<String> hash = store.catalog(entry.catalog()).map(Catalogs::sha256);
    return hash.filter(found -> found.equals(entry.facts().get("sha256"))).isPresent()
        ? Optional.empty()
        : Optional.of("what is kept of the catalogue " + entry.catalog() + " is not what was kept");
  }

  private Optional<String> judgedSo(AuditEntry entry) {
    Optional<LawBook> book =
        books.computeIfAbsent(entry.catalog(), version -> Catalogs.kept(store, version));
    if (book.isEmpty()) {
      return Optional.of("its catalogue " + entry.catalog() + " is not kept, or cannot be read");
    }
    Verdict verdict = book.get().judge(StoredFacts.of(entry.facts()), entry.clearances());
    List<String> rules =
        verdict.decidedBy().stream().map(found -> found.rule().id()).distinct().sorted().toList();
    judged++;
    boolean same = verdict.effect().word().equals(entry.verdict()) && rules.equals(entry.rules());
    return same
        ? Optional.empty()
        : Optional.of(
            "it says "
                + entry.verdict()
                + " by "
                + entry.rules()
                + "; judged again it is "
                + verdict.effect().word()
                + " by "
                + rules);
  }
}
