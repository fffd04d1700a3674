package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Objective;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * Workflows as robot makers have them: learning in simulation (simulate, train, evaluate),
 * fine-tuning on recordings of robots, and the six stages of the example reach. Recordings lie
 * where their owner is, and those of Europe and China are bound by law. How long a stage takes on a
 * chip is known: the chip's TFLOPS and bandwidth weighed by the kind of stage, and some luck.
 */
final class WorldLoad {

  private static final double GIGA = 1e9;

  /** Who works, where his recordings lie, from which country, and of which category they are. */
  private record Maker(String tenant, String site, String country, String category) {}

  private static final List<Maker> MAKERS =
      List.of(
          new Maker("euro-arms/research", "eu-west-2", "FR", "personal"),
          new Maker("euro-arms/factory", "planned-nl", "NL", "personal"),
          new Maker("shen-robots", "cn-shanghai", "CN", "important"),
          new Maker("shen-robots", "cn-hangzhou", "CN", "other"),
          new Maker("nippon-motion", "ap-northeast-1", "JP", "other"),
          new Maker("campo-verde", "sa-east-1", "BR", "other"));

  private final Random random;
  private final WorldFleet fleet;
  private final WorldLaw law;
  private final List<Accelerator> chips;

  private WorldLoad(WorldFleet fleet, WorldLaw law, long seed) {
    this.fleet = fleet;
    this.law = law;
    random = new Random(seed);
    chips =
        fleet.pools().stream()
            .flatMap(pool -> pool.platforms().values().stream())
            .flatMap(platform -> platform.accelerator().stream())
            .distinct()
            .sorted(Comparator.comparing(Accelerator::id)) // each draws a number in its turn
            .toList();
  }

  /** So many workflows, arriving at random at a rate that keeps two thirds of the fleet busy. */
  static List<Flow> of(WorldFleet fleet, WorldLaw law, int count, long seed) {
    WorldLoad load = new WorldLoad(fleet, law, seed);
    List<Flow> flows = new ArrayList<>();
    double seconds = 0;
    for (int i = 0; i < count; i++) {
      seconds += -Math.log(1 - load.random.nextDouble()) * 180;
      flows.add(load.flow("w" + i, Scenario.START.plusSeconds((long) seconds)));
    }
    return flows;
  }

  /** The same workflows with another objective. */
  static List<Flow> wanting(List<Flow> flows, Objective objective) {
    Wishes wishes =
        new Wishes(
            Optional.empty(),
            Optional.of(objective),
            Map.of(),
            false,
            OptionalDouble.empty(),
            Optional.empty());
    return flows.stream()
        .map(flow ->
            new Flow(
                flow.id(), flow.tenant(), flow.priority(), flow.arrival(), wishes, flow.steps()))
        .toList();
  }

  private Flow flow(String id, Instant arrival) {
    Maker maker = MAKERS.get(random.nextInt(MAKERS.size()));
    List<String> stacks =
        random.nextInt(3) == 0 ? List.of("cuda") : List.of("cuda", "t-head ppu sdk");
    Steps steps = new Steps(maker, stacks);
    switch (random.nextInt(3)) {
      case 0 -> learning(steps);
      case 1 -> tuning(steps);
      default -> reaching(steps);
    }
    return new Flow(id, maker.tenant(), 0, arrival, Wishes.NONE, steps.all);
  }

  /** Simulates in many worlds, trains on what was seen there, evaluates. No recordings. */
  private void learning(Steps steps) {
    steps.add("simulate", 4 << random.nextInt(3), 1, between(0.5, 3), 0.8, between(200, 2000));
    steps.add("train", 1 << random.nextInt(3), 8, between(1, 8), 0.5, between(10, 100), 0);
    steps.add("evaluate", 4, 1, between(0.3, 1), 0.8, 0, 1);
  }

  /** Trains a large model on recordings, and evaluates it. */
  private void tuning(Steps steps) {
    steps.reads = (long) (between(300, 4000) * GIGA);
    steps.add("train", 1 << random.nextInt(4), 8, between(2, 12), 0.5, between(20, 200));
    steps.reads = 0;
    steps.add("evaluate", 2, 2, between(0.3, 1), 0.6, 0, 0);
  }

  /** As the example: two branches from one beginning to one end. */
  private void reaching(Steps steps) {
    steps.add("prepare", 1, 0, between(0.05, 0.2), 0.5, between(1, 5));
    steps.add("synthesise", 4, 1, between(0.5, 2), 0.9, between(100, 1000), 0);
    steps.add("train", 1, 4, between(1, 4), 0.6, between(1, 10), 0);
    steps.reads = (long) (between(50, 500) * GIGA);
    steps.add("perceive", 1, 8, between(0.5, 3), 0.5, between(1, 10), 1);
    steps.reads = 0;
    steps.add("test", 2, 1, between(0.2, 0.6), 0.8, between(1, 5), 2);
    steps.add("report", 1, 0, between(0.05, 0.1), 0.5, 0, 3, 4);
  }

  /** Evenly on a scale of ratios. */
  private double between(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  private final class Steps {
    private final Maker maker;
    private final List<String> stacks;
    private final List<Flow.Step> all = new ArrayList<>();
    private final List<Boolean> bound = new ArrayList<>();
    private long reads;

    Steps(Maker maker, List<String> stacks) {
      this.maker = maker;
      this.stacks = stacks;
    }

    /**
     * Adds a step.
     *
     * @param hours on an H100
     * @param compute how much it is bound by TFLOPS, 0 to 1, the rest by bandwidth
     * @param output GB
     */
    void add(
        String name,
        int tasks,
        int accelerators,
        double hours,
        double compute,
        double output,
        Integer... after) {
      List<Integer> before = List.of(after);
      boolean ofRecordings = reads > 0 || before.stream().anyMatch(bound::get);
      bound.add(ofRecordings);
      WorldLaw.Case judged =
          new WorldLaw.Case(
              maker.tenant(),
              accelerators > 0,
              ofRecordings ? List.of(maker.country()) : List.of(),
              ofRecordings ? List.of(maker.category()) : List.of());
      all.add(
          new Flow.Step(
              name,
              WorldLoad.this.tasks(tasks, accelerators, stacks),
              work(hours, compute),
              law.forbidden(judged),
              (long) (output * GIGA),
              before,
              reads > 0 ? List.of(new DataAt(maker.site(), reads)) : List.of()));
    }
  }

  private List<TaskRequest> tasks(int count, int accelerators, List<String> stacks) {
    Resources amount =
        Resources.whole(
            Math.max(2, accelerators * 8) * 1000L,
            Math.max(1, accelerators) * (32L << 30),
            1L << 30,
            accelerators);
    List<TaskRequest> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          new TaskRequest(
              "t" + i,
              amount,
              Optional.empty(),
              Set.of(),
              List.of(),
              accelerators > 0 ? stacks : List.of(),
              List.of()));
    }
    return tasks;
  }

  private Work work(double hours, double compute) {
    Map<String, Duration> measured = new HashMap<>();
    Duration usual = Duration.ofSeconds(Math.round(hours * 3600));
    measured.put("", usual);
    Accelerator unit =
        Objects.requireNonNull(fleet.book().catalog().accelerators().get("nvidia-h100-sxm"));
    for (Accelerator chip : chips) {
      double peak = ratio(chip.fp16(), unit.fp16());
      double bandwidth =
          chip.memoryBandwidth().isPresent()
              ? ratio(chip.memoryBandwidth(), unit.memoryBandwidth())
              : peak;
      double speed =
          Math.pow(peak, compute) * Math.pow(bandwidth, 1 - compute) * between(0.85, 1.2);
      measured.put(chip.id(), Duration.ofSeconds(Math.round(hours * 3600 / speed)));
    }
    return new Work(usual, Optional.empty(), Work.Source.WORKFLOW, measured, Optional.empty());
  }

  private static double ratio(OptionalDouble one, OptionalDouble other) {
    return one.orElseThrow() / other.orElseThrow();
  }
}
