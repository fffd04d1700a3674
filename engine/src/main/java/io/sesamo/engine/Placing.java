package io.sesamo.engine;

import io.sesamo.engine.Standings.Standing;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Records;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.engine.store.ExplanationRow;
import io.sesamo.engine.store.StoreException;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Estimate;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Running;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Places in a step what can be placed. Used once. */
final class Placing {

  private static final Logger LOG = System.getLogger(Placing.class.getName());
  private static final Pattern FIGURES = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private final Step step;
  private final Instant now;
  private final IdentityHashMap<GroupRequest, Place> places = new IdentityHashMap<>();
  private final List<GroupRequest> queue = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();

  /** What the groups of a workflow cost that are placed in this step, USD. */
  private final Map<String, Double> costs = new HashMap<>();

  /** Prepares it. */
  Placing(Step step, Instant now) {
    this.step = step;
    this.now = now;
    for (WorkflowRow row : step.rows()) {
      for (Standing.Group group : step.standings().of(row).busy()) {
        group.running().ifPresent(running::add);
        group
            .request()
            .ifPresent(request -> {
              queue.add(request);
              places.put(request, new Place(row.id(), group.state()));
            });
      }
    }
  }

  /** A group of a workflow. */
  private record Place(String workflow, GroupState group) {}

  /** What placement is asked. */
  record Question(List<GroupRequest> queue, FleetState fleet, Instant now) {}

  Question question(Counting counting) {
    return new Question(List.copyOf(queue), counting.state(step.around().fleet(), running), now);
  }

  /** A fault in placement keeps new work from starting, and nothing else. */
  private List<Decision> decide(Placer placer, Counting counting) {
    if (queue.isEmpty()) {
      return List.of();
    }
    try {
      return placer.decide(queue, counting.state(step.around().fleet(), running), now);
    } catch (StoreException notNow) {
      throw notNow;
    } catch (RuntimeException fault) {
      LOG.log(Level.ERROR, "Placement failed; nothing that waits is started", fault);
      return List.of();
    }
  }

  /** Asks placement, and does what it says. */
  void run(Placer placer, Counting counting) {
    IdentityHashMap<Explanation, String> words = new IdentityHashMap<>();
    for (Decision decision : decide(placer, counting)) {
      Place place = places.get(decision.group());
      if (place == null) {
        continue;
      }
      if (decision instanceof Decision.Placed placed) {
        if (affords(place, placed)) {
          place(place, placed);
        }
      } else {
        if (decision instanceof Decision.Waiting waiting) {
          waiting.victims().forEach(victim -> preempt(victim, place));
        }
        String why = words.computeIfAbsent(decision.explanation(), Explanation::toString);
        refuse(place, decision, why);
      }
    }
  }

  /**
   * Whether what is left of its budget holds it beside those of its workflow that were placed
   * before it in this step. Placement does not know of them; it is asked anew in the next step.
   */
  private boolean affords(Place place, Decision.Placed decision) {
    OptionalDouble budget = decision.group().wishes().budget();
    Optional<Estimate> estimate = decision.explanation().chosen();
    if (budget.isEmpty() || estimate.isEmpty()) {
      return true;
    }
    double before = costs.getOrDefault(place.workflow(), 0.0);
    double cost = estimate.get().cost();
    if (before > 0 && before + cost + estimate.get().onward().price() > budget.getAsDouble()) {
      return false;
    }
    costs.put(place.workflow(), before + cost);
    return true;
  }

  private void place(Place place, Decision.Placed decision) {
    Placement placement = decision.placement();
    String group = place.group().name();
    Fleet fleet = step.around().fleet();
    note(place, placement);
    if (fleet.choice()) {
      step.note(
          new ExplanationRow(
              place.workflow(), group, place.group().attempt(), now, decision.explanation()));
    }
    boolean emulated =
        fleet.member(placement.pool()).filter(member -> member.pool().emulated()).isPresent();
    step.apply(
        place.workflow(),
        new Event.Placed(now, group, placement, fleet.site(placement.pool()), emulated));
  }

  /** Notes for the audit log by what law it was placed. */
  private void note(Place place, Placement placement) {
    LawDay law = step.around().law();
    WorkflowRow row = step.row(place.workflow()).orElse(null);
    if (!law.asked() || row == null) {
      return;
    }
    Set<String> nodes =
        placement.slots().values().stream().map(Slot::node).collect(Collectors.toSet());
    Set<String> platforms =
        nodes.stream()
            .flatMap(node ->
                step
                    .around()
                    .fleet()
                    .member(placement.pool())
                    .flatMap(member -> member.node(node))
                    .stream())
            .map(node -> node.platform())
            .collect(Collectors.toSet());
    String group = place.group().name();
    Matter matter = Matters.of(row, row.spec().group(group).orElseThrow(), step.around().known());
    String what = "placed on " + String.join(", ", nodes.stream().sorted().toList());
    for (Ruling ruling : law.rulings(matter, placement.pool())) {
      if (platforms.contains(ruling.platform())) {
        step.note(Records.of(Kind.PLACEMENT, now, row, group, what, ruling, law.catalog()));
      }
    }
    for (Ruling ruling : law.transfers(matter, placement.pool())) {
      String moved = ruling.reason() + moved(placement.pool());
      step.note(Records.of(Kind.TRANSFER, now, row, group, moved, ruling, law.catalog()));
    }
  }

  /** All emulated sites of a machine share one object store, so nothing really moves there. */
  private String moved(String pool) {
    boolean emulated =
        step.around().fleet().member(pool).filter(m -> m.pool().emulated()).isPresent();
    return emulated ? " (emulated: the sites share one object store)" : "";
  }

  /** Stops a group for the sake of another, which gets its place in a later step. */
  private void preempt(String victim, Place winner) {
    int dot = victim.lastIndexOf('.');
    String workflow = victim.substring(0, dot);
    String reason =
        tenant(workflow).equals(tenant(winner.workflow()))
            ? "preempted: group "
                + winner.group().name()
                + " of "
                + winner.workflow()
                + " takes its place"
            : "preempted: a group of another tenant takes its place";
    step.apply(workflow, new Event.Moved(now, victim.substring(dot + 1), reason, Lifecycle.GRACE));
  }

  private Optional<String> tenant(String workflow) {
    return step.row(workflow).flatMap(row -> row.spec().sesamo().tenant());
  }

  private void refuse(Place place, Decision decision, String why) {
    String group = place.group().name();
    boolean forGood =
        switch (decision) {
          case Decision.Placed placed -> false;
          case Decision.Waiting waiting -> false;
          case Decision.Unlawful no -> no.forGood();
          case Decision.Impossible no -> true;
        };
    if (forGood) {
      if (decision instanceof Decision.Unlawful) {
        noteRefusal(place, decision.group());
      }
      step.apply(place.workflow(), new Event.Unplaceable(now, group, why));
    } else if (!saysSo(place.group().message(), why)) {
      step.apply(place.workflow(), new Event.Queued(now, group, why));
    }
  }

  private void noteRefusal(Place place, GroupRequest request) {
    LawDay law = step.around().law();
    WorkflowRow row = step.row(place.workflow()).orElse(null);
    if (row == null) {
      return;
    }
    String group = place.group().name();
    for (String pool : row.pool().map(Set::of).orElse(step.around().fleet().names())) {
      Set<String> platforms = request.stage().forbidden().getOrDefault(pool, Map.of()).keySet();
      law
          .rulings(
              Matters.of(row, row.spec().group(group).orElseThrow(), step.around().known()), pool)
          .stream()
          .filter(ruling -> platforms.contains(ruling.platform()))
          .map(ruling ->
              Records.of(Kind.REFUSAL, now, row, group, ruling.reason(), ruling, law.catalog()))
          .forEach(step::note);
    }
  }

  /**
   * Whether a group says already why it waits. What is free changes with every task that starts or
   * ends, and thousands that wait are not written anew for each: the figures that are told are
   * those of when the reason began.
   */
  private static boolean saysSo(String said, String why) {
    return said.equals(why)
        || (!said.isEmpty() && withoutFigures(said).equals(withoutFigures(why)));
  }

  private static String withoutFigures(String words) {
    return FIGURES.matcher(words).replaceAll("#");
  }
}
