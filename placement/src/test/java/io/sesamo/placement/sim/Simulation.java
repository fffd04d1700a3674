package io.sesamo.placement.sim;

import io.sesamo.placement.Allocation;
import io.sesamo.placement.Decision;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placer;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs a scenario: whenever something happens the placer is asked about the whole queue, and what
 * it answers is done. A stopped group loses its work and queues again with its old age; an
 * impossible one leaves. Not thread safe.
 */
public final class Simulation {

  private final Scenario scenario;
  private final Placer placer;
  private final Round.Watcher watcher;
  private final Cluster cluster;
  private final Meter meter;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private final Map<String, GroupRequest> queue = new LinkedHashMap<>();
  private final Map<String, Active> running = new TreeMap<>();
  private final Map<String, Progress> flows = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();
  private Flow.Law law = Flow.Law.AS_GIVEN;
  private Instant now;
  private long numbered;
  private boolean ticking;

  private Simulation(Scenario scenario, Placer placer, Round.Watcher watcher) {
    this.scenario = scenario;
    this.placer = placer;
    this.watcher = watcher;
    cluster = new Cluster(scenario.pools());
    now = scenario.begin();
    meter = new Meter(cluster.accelerators(), now);
  }

  /** Runs it to its end. */
  public static Outcome run(Scenario scenario, Placer placer) {
    return run(scenario, placer, round -> {});
  }

  /** The same, watched. */
  public static Outcome run(Scenario scenario, Placer placer, Round.Watcher watcher) {
    return new Simulation(scenario, placer, watcher).run();
  }

  private record Event(Instant at, long number, Runnable what) {}

  private record Step(Flow flow, int index) {}

  private static final class Progress {
    private final Map<Integer, String> sites = new HashMap<>();
  }

  private record Active(
      GroupRequest request, Running running, Placement placement, Truth truth, int attempt) {

    Active stopping() {
      Running is = running;
      return new Active(
          request,
          new Running(
              is.id(),
              is.tenant(),
              is.priority(),
              is.pool(),
              is.taken(),
              is.since(),
              is.predictedEnd(),
              is.latestEnd(),
              is.stoppable(),
              true),
          placement,
          truth,
          attempt);
    }
  }

  private Outcome run() {
    scenario.flows().forEach(flow -> at(flow.arrival(), () -> arrive(flow)));
    scenario.happenings().forEach(event -> at(event.at(), () -> happen(event)));
    at(scenario.begin(), () -> {});
    while (!events.isEmpty() && !events.element().at().isAfter(scenario.end())) {
      now = events.element().at();
      meter.advance(now);
      while (!events.isEmpty() && events.element().at().equals(now)) {
        events.remove().what().run();
      }
      decide();
    }
    Optional<Instant> oldest =
        queue.values().stream().map(GroupRequest::readySince).min(Comparator.naturalOrder());
    return meter.outcome(queue.size() + running.size(), oldest);
  }

  private void at(Instant when, Runnable what) {
    events.add(new Event(when, numbered++, what));
  }

  private void arrive(Flow flow) {
    flows.put(flow.id(), new Progress());
    for (int i = 0; i < flow.steps().size(); i++) {
      steps.put(flow.group(i), new Step(flow, i));
      if (flow.steps().get(i).after().isEmpty()) {
        enqueue(flow, i);
      }
    }
  }

  private void enqueue(Flow flow, int index) {
    Progress progress = Objects.requireNonNull(flows.get(flow.id()));
    Flow.Step step = flow.steps().get(index);
    List<DataAt> data = new ArrayList<>(step.reads());
    for (int before : step.after()) {
      long bytes = flow.steps().get(before).output();
      if (bytes > 0) {
        data.add(new DataAt(Objects.requireNonNull(progress.sites.get(before)), bytes));
      }
    }
    GroupRequest request =
        new GroupRequest(
            flow.group(index),
            flow.tenant(),
            flow.priority(),
            now,
            flow.stage(index, law),
            flow.wishes(),
            data);
    put(request);
  }

  private void put(GroupRequest request) {
    if (queue.put(request.id(), request) != null || running.containsKey(request.id())) {
      throw new IllegalStateException("In two places: " + request.id());
    }
  }

  private void happen(Happening happening) {
    switch (happening) {
      case Happening.Drain drain -> {
        cluster.close(drain.pool(), Optional.of("drained"));
        List.copyOf(running.values()).stream()
            .filter(active -> active.running().pool().equals(drain.pool()))
            .filter(active -> !active.running().stopping())
            .forEach(active -> {
              meter.moved();
              stop(active);
            });
      }
      case Happening.Resume resume -> cluster.close(resume.pool(), Optional.empty());
      case Happening.Cordon cordon -> cluster.usable(cordon.pool(), cordon.node(), false);
      case Happening.Uncordon cordon -> cluster.usable(cordon.pool(), cordon.node(), true);
      case Happening.NewLaw changed -> {
        law = changed.law();
        queue.replaceAll((id, request) -> judgedAgain(request));
      }
    }
  }

  private GroupRequest judgedAgain(GroupRequest request) {
    Step step = Objects.requireNonNull(steps.get(request.id()));
    return new GroupRequest(
        request.id(),
        request.tenant(),
        request.priority(),
        request.readySince(),
        step.flow().stage(step.index(), law),
        request.wishes(),
        request.data());
  }

  private void decide() {
    supply();
    meter.queued(queue.size());
    if (queue.isEmpty()) {
      return;
    }
    Round round = Round.of(placer, List.copyOf(queue.values()), fleet(), now);
    meter.decided();
    watcher.decided(round);
    if (round.decisions().size() != round.queue().size()) {
      throw new IllegalStateException(
          round.decisions().size() + " decisions for " + round.queue().size() + " groups");
    }
    for (Decision decision : round.decisions()) {
      switch (decision) {
        case Decision.Placed placed -> start(placed);
        case Decision.Waiting waiting ->
            waiting.victims().forEach(victim -> preempt(victim, waiting));
        case Decision.Unlawful _ -> {}
        case Decision.Impossible impossible -> {
          queue.remove(impossible.group().id());
          meter.failed();
        }
      }
    }
    if (!queue.isEmpty() && !ticking && !events.isEmpty()) {
      ticking = true;
      at(now.plus(scenario.tick()), () -> ticking = false);
    }
  }

  private void supply() {
    Map<String, Integer> waiting = new HashMap<>();
    queue.values().forEach(request -> waiting.merge(request.tenant(), 1, Integer::sum));
    scenario.supply().more(now, waiting).forEach(this::arrive);
  }

  private FleetState fleet() {
    List<Running> all = running.values().stream().map(Active::running).toList();
    return new FleetState(
        cluster.pools(), all, scenario.network(), scenario.tenants(), scenario.policy());
  }

  private void start(Decision.Placed placed) {
    GroupRequest request = Objects.requireNonNull(queue.remove(placed.group().id()));
    Placement placement = placed.placement();
    PoolState pool = cluster.pool(placement.pool());
    Map<String, Allocation> taken = Cluster.taken(placement, request.tasks());
    cluster.take(placement.pool(), taken);
    Set<String> platforms =
        taken.keySet().stream()
            .map(node -> cluster.node(placement.pool(), node).platform())
            .collect(Collectors.toSet());
    double noise = scenario.noise().applyAsDouble(request.id());
    Truth truth = Truth.of(request, pool, platforms, scenario.network(), noise);
    double predicted = truth.transfer() + truth.run() / noise;
    Running run =
        new Running(
            request.id(),
            request.tenant(),
            request.priority(),
            placement.pool(),
            taken,
            now,
            later(predicted),
            request.stage().work().most().map(now::plus),
            true,
            false);
    Active active = new Active(request, run, placement, truth, meter.started(run));
    running.put(request.id(), active);
    at(later(truth.seconds()), () -> end(request.id(), active.attempt()));
  }

  private Instant later(double seconds) {
    return now.plusMillis(Math.max(1, Math.round(seconds * 1000)));
  }

  private void preempt(String victim, Decision.Waiting waiting) {
    Active active = running.get(victim);
    if (active == null || active.running().stopping()) {
      throw new IllegalStateException("Not running: " + victim + ", to be stopped for " + waiting);
    }
    meter.preempted(now, active.running(), waiting);
    stop(active);
  }

  private void stop(Active active) {
    String id = active.request().id();
    running.put(id, active.stopping());
    at(now.plus(scenario.grace()), () -> stopped(id, active.attempt()));
  }

  private void stopped(String id, int attempt) {
    Active active = running.get(id);
    if (active == null || active.attempt() != attempt) {
      return; // it ended by itself in time
    }
    leave(active);
    meter.lost(active.running(), now);
    put(judgedAgain(active.request()));
  }

  private void leave(Active active) {
    running.remove(active.request().id());
    cluster.release(active.running().pool(), active.running().taken());
    meter.left(active.running());
  }

  private void end(String id, int attempt) {
    Active active = running.get(id);
    if (active == null || active.attempt() != attempt) {
      return; // it was stopped
    }
    leave(active);
    Step step = Objects.requireNonNull(steps.get(id));
    Flow flow = step.flow();
    Progress progress = Objects.requireNonNull(flows.get(flow.id()));
    String site = cluster.pool(active.placement().pool()).site().id();
    if (progress.sites.put(step.index(), site) != null) {
      throw new IllegalStateException("Ended twice: " + id);
    }
    meter.ended(active.request(), active.running(), active.truth(), now, attempt);
    if (progress.sites.size() == flow.steps().size()) {
      meter.completed(flow.id(), Duration.between(flow.arrival(), now));
    }
    for (int i = 0; i < flow.steps().size(); i++) {
      List<Integer> after = flow.steps().get(i).after();
      if (after.contains(step.index()) && progress.sites.keySet().containsAll(after)) {
        enqueue(flow, i);
      }
    }
  }
}
