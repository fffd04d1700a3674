package io.sesamo.engine;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.law.LawBook;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Estimate;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Placer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the groups of a workflow would go if nothing else ran: stage by stage, as if each ran to
 * its end and stored what it says it stores. A pure function: nothing is submitted, and no server
 * is asked. Pools whose nodes only their backend knows have none here.
 */
public final class DryRun {

  private final Placer placer;
  private final Instant now;
  private final Fleet fleet;
  private final FleetState idle;
  private final Map<ManifestId, Long> bytes = new HashMap<>();
  private double spent;
  private final Circumstances around;
  private WorkflowRow row;

  private DryRun(WorkflowSpec spec, FleetFile file, LawBook book, Placer placer, Instant now) {
    this.placer = placer;
    this.now = now;
    FleetNow said = new FleetNow(0, Optional.of(file), Optional.of(book.catalog()), Map.of());
    List<Pool> pools =
        file.sites().stream()
            .flatMap(site -> site.pools().stream())
            .map(pool -> Pool.declared(pool, ""))
            .toList();
    this.fleet = Fleet.ofPools(pools, said);
    this.idle = fleet.idle();
    LawDay law = LawDay.of(book, file, now.atZone(ZoneOffset.UTC).toLocalDate());
    this.around =
        new Circumstances(
            law,
            fleet,
            new Circumstances.Known(
                output -> bytes.getOrDefault(output, 0L),
                (workflow, group) -> Map.of(),
                workflow -> spent,
                (workflow, task) -> Optional.empty()));
    this.row =
        new WorkflowRow(
            UUID.nameUUIDFromBytes(new byte[0]),
            "",
            Optional.empty(),
            Priority.NORMAL,
            Map.of(),
            List.of(),
            spec,
            "",
            now,
            WorkflowState.submitted(spec.name(), spec));
  }

  /**
   * What placement would say of each group, in the order in which they would start. What comes
   * after a group that would get no place is not in it.
   *
   * @param book the catalogue and the rules
   * @param now the moment at which it would be submitted
   */
  public static List<Decision> of(
      WorkflowSpec spec, FleetFile file, LawBook book, Placer placer, Instant now) {
    return new DryRun(spec, file, book, placer, now).run();
  }

  /** What of a workflow's wishes is passed over in a fleet. */
  public static List<String> warnings(WorkflowSpec spec, LawBook book) {
    List<String> warnings = new ArrayList<>(Unheeded.warnings(spec, true));
    warnings.addAll(Unheeded.unknownModels(spec, book.catalog()));
    return warnings;
  }

  private List<Decision> run() {
    List<Decision> decisions = new ArrayList<>();
    apply(new Event.Submitted(now));
    boolean further = true;
    while (further) {
      further = false;
      for (GroupSpec group : row.spec().groups()) {
        GroupState state = row.state().group(group.name()).orElseThrow();
        if (state.status() == TaskStatus.SCHEDULING) {
          Decision decision =
              placer
                  .decide(List.of(new Requests(row, around).of(group, now)), idle, now)
                  .getFirst();
          decisions.add(decision);
          if (decision instanceof Decision.Placed placed) {
            complete(group, placed);
            further = true;
          } else {
            apply(new Event.Unplaceable(now, group.name(), decision.explanation().lead()));
          }
        }
      }
    }
    return decisions;
  }

  private void complete(GroupSpec group, Decision.Placed placed) {
    spent += placed.explanation().chosen().map(Estimate::cost).orElse(0.0);
    String pool = placed.placement().pool();
    boolean emulated = fleet.member(pool).filter(found -> found.pool().emulated()).isPresent();
    apply(new Event.Placed(now, group.name(), placed.placement(), fleet.site(pool), emulated));
    for (TaskSpec task : group.tasks()) {
      ManifestId output = new ManifestId("%064x".formatted(bytes.size()));
      bytes.put(output, task.sesamo().outputBytes());
      apply(
          new Event.Ended(
              now, group.name(), 0, task.name(), Cause.EXITED, 0, Optional.of(output), ""));
    }
  }

  private void apply(Event event) {
    row = row.with(Lifecycle.apply(row.spec(), row.state(), event).state());
  }
}
