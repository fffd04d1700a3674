package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Node;
import io.sesamo.placement.Objective;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.SiteFacts;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Small fleets, loads and misfortunes at random, with all that the records can say. */
public final class RandomWorld {

  private static final long GIB = 1L << 30;
  private static final List<Accelerator> MODELS = List.of(Chips.FAST, Chips.SLOW, Chips.OTHER);
  private static final List<String> TENANTS = List.of("a/x", "a/y", "b", "c", "");

  private final Random random;
  private final List<PoolState> pools = new ArrayList<>();
  private int made;

  private RandomWorld(long seed) {
    random = new Random(seed);
  }

  /** The scenario of a seed: a fleet of 1 to 6 sites, and as many flows. */
  public static Scenario of(long seed, int flows) {
    return new RandomWorld(seed).scenario(flows);
  }

  private Scenario scenario(int flows) {
    int sites = 1 + random.nextInt(6);
    for (int i = 0; i < sites; i++) {
      pools.add(pool("pool" + i, site("site" + i)));
      if (random.nextInt(5) == 0) {
        pools.add(pool("annex" + i, site("site" + i)));
      }
    }
    Duration length = Duration.ofMinutes(20L * flows);
    Scenario plain = Scenario.of(pools, policy(), List.of());
    return plain
        .with(Network.USUAL, tenants())
        .with(happenings(length), noise())
        .until(plain.begin().plus(length.multipliedBy(3)), supply(flows));
  }

  private ToDoubleFunction<String> noise() {
    boolean exact = random.nextBoolean();
    int salt = random.nextInt();
    return id -> exact ? 1 : 0.5 + new Random(salt ^ id.hashCode()).nextDouble();
  }

  private SiteFacts site(String id) {
    return new SiteFacts(
        id,
        "",
        Optional.of(random.nextBoolean() ? "FR" : "CN"),
        maybe(0.05 + random.nextDouble() / 5),
        maybe(50 + random.nextInt(600)),
        maybe(1.1 + random.nextDouble() / 3));
  }

  private OptionalDouble maybe(double value) {
    return random.nextInt(5) == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private PoolState pool(String name, SiteFacts site) {
    Map<String, PlatformFacts> platforms = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (int p = 0; p <= random.nextInt(2); p++) {
      String platform = "platform" + p;
      int accelerators = List.of(0, 1, 2, 4, 4, 8).get(random.nextInt(6));
      Optional<Accelerator> model =
          accelerators == 0 || random.nextInt(6) == 0 ? Optional.empty() : Optional.of(any(MODELS));
      platforms.put(
          platform,
          new PlatformFacts(
              model,
              maybe(1 + random.nextInt(5)),
              random.nextBoolean() ? List.of("rack", "row") : List.of()));
      Resources capacity =
          Resources.whole(
              4000L << random.nextInt(4), GIB << (3 + random.nextInt(4)), 100 * GIB, accelerators);
      int count = 1 + random.nextInt(5);
      for (int n = 0; n < count; n++) {
        Map<String, String> labels =
            Map.of(
                "rack", name + p + "-" + n / 2,
                "row", name + p + "-" + n / 4,
                "disk", random.nextInt(3) == 0 ? "slow" : "fast");
        nodes.add(new Node("n" + p + n, platform, capacity, capacity, labels, true));
      }
    }
    Set<String> tenants = random.nextInt(6) == 0 ? Set.of("a", "b") : Set.of();
    return new PoolState(name, site, Optional.empty(), tenants, true, platforms, nodes);
  }

  private Policy policy() {
    return new Policy(
        any(List.of(Objective.BALANCED, Objective.TIME, Objective.COST, Objective.CARBON)),
        random.nextBoolean(),
        random.nextInt(3) > 0,
        Duration.ofMinutes(random.nextInt(30)),
        random.nextInt(4) > 0,
        Duration.ofMinutes(random.nextInt(3) * 60L));
  }

  /** Half of the time none; the guarantees of all fit the fleet, and of children their parent. */
  private List<Tenant> tenants() {
    int all =
        pools.stream()
            .flatMap(pool -> pool.nodes().stream())
            .mapToInt(node -> (int) node.capacity().accelerators())
            .sum();
    if (random.nextBoolean()) {
      return List.of();
    }
    int half = random.nextInt(all / 2 + 1);
    int part = random.nextInt(half + 1);
    int most = half + random.nextInt(all - half + 1);
    return List.of(
        new Tenant("a", half, most, 1 + random.nextInt(4)),
        new Tenant("a/x", part, part + random.nextInt(most - part + 1), 1 + random.nextInt(4)),
        new Tenant("a/y", 0, random.nextInt(most + 1), 1),
        new Tenant("b", random.nextInt((all - half) / 2 + 1), all, 1 + random.nextInt(4)));
  }

  private List<Happening> happenings(Duration length) {
    List<Happening> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Instant at = Scenario.START.plusSeconds(random.nextLong(length.toSeconds()));
      Instant over = at.plusSeconds(60 + random.nextInt(20_000));
      PoolState pool = any(pools);
      String node = any(pool.nodes()).name();
      switch (random.nextInt(3)) {
        case 0 -> {
          all.add(new Happening.Drain(at, pool.name()));
          all.add(new Happening.Resume(over, pool.name()));
        }
        case 1 -> {
          all.add(new Happening.Cordon(at, pool.name(), node));
          all.add(new Happening.Uncordon(over, pool.name(), node));
        }
        default -> all.add(new Happening.NewLaw(at, law(random.nextInt())));
      }
    }
    return all;
  }

  /** Forbids each step one platform of a pool in five or so, the same ones for ever. */
  private Flow.Law law(int salt) {
    List<PoolState> known = List.copyOf(pools);
    return (flow, step) -> {
      Random die = new Random(salt ^ (flow.id() + step.name()).hashCode());
      Map<String, Map<String, Forbidden>> forbidden = new HashMap<>();
      for (PoolState pool : known) {
        if (die.nextInt(5) == 0) {
          Forbidden why = new Forbidden("forbidden for the test", die.nextBoolean());
          forbidden.put(
              pool.name(),
              die.nextBoolean()
                  ? Map.of("platform0", why)
                  : Map.of("platform0", why, "platform1", why));
        }
      }
      return forbidden;
    };
  }

  /** New flows now and then, unless half a dozen groups wait. */
  private Scenario.Supply supply(int flows) {
    return (now, waiting) -> {
      int all = waiting.values().stream().mapToInt(Integer::intValue).sum();
      List<Flow> more = new ArrayList<>();
      while (made < flows && all + more.size() < 6 && random.nextInt(3) > 0) {
        more.add(flow("f" + made++, now));
      }
      return more;
    };
  }

  private Flow flow(String id, Instant now) {
    List<Flow.Step> steps = new ArrayList<>();
    Flow.Law law = law(id.hashCode());
    boolean bound = random.nextInt(3) == 0;
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<Integer> after = i == 0 ? List.of() : List.of(random.nextInt(i));
      List<DataAt> reads =
          random.nextInt(3) == 0
              ? List.of(new DataAt(any(pools).site().id(), random.nextLong(1_000_000_000_000L)))
              : List.of();
      Flow.Step step =
          new Flow.Step(
              "s" + i, tasks(), work(), Map.of(), random.nextLong(1L << 36), after, reads);
      steps.add(step);
    }
    Flow flow = new Flow(id, any(TENANTS), random.nextInt(3), now, wishes(now), steps);
    if (!bound) {
      return flow;
    }
    List<Flow.Step> judged =
        steps.stream()
            .map(step ->
                new Flow.Step(
                    step.name(),
                    step.tasks(),
                    step.work(),
                    law.forbidden(flow, step),
                    step.output(),
                    step.after(),
                    step.reads()))
            .toList();
    return new Flow(id, flow.tenant(), flow.priority(), now, flow.wishes(), judged);
  }

  private Wishes wishes(Instant now) {
    boolean choosy = random.nextInt(3) == 0;
    return new Wishes(
        choosy && random.nextInt(4) == 0 ? Optional.of(any(pools).name()) : Optional.empty(),
        random.nextBoolean() ? Optional.of(Objective.TIME) : Optional.empty(),
        choosy && random.nextInt(3) == 0 ? Map.of("disk", "fast") : Map.of(),
        random.nextInt(4) == 0,
        choosy && random.nextInt(4) == 0
            ? OptionalDouble.of(random.nextInt(200))
            : OptionalDouble.empty(),
        choosy && random.nextInt(4) == 0
            ? Optional.of(now.plusSeconds(random.nextInt(100_000)))
            : Optional.empty());
  }

  /** None, some whole accelerators, or a part of one. */
  private long acceleratorMilli() {
    return random.nextInt(3) == 0
        ? any(List.of(250, 300, 500, 600, 1 + random.nextInt(999)))
        : any(List.of(0, 1, 1, 2, 4)) * Resources.WHOLE;
  }

  private Resources amount() {
    return new Resources(
        1000L + random.nextInt(4000), GIB + random.nextInt(4) * GIB, GIB, acceleratorMilli());
  }

  private List<TaskRequest> tasks() {
    boolean mixed = random.nextInt(4) == 0;
    Resources usual = amount();
    int count = 1 + (random.nextBoolean() ? 0 : random.nextInt(4));
    Optional<String> platform =
        random.nextInt(10) == 0 ? Optional.of("platform0") : Optional.empty();
    Set<String> excluded = random.nextInt(10) == 0 ? Set.of("n00") : Set.of();
    List<String> models = random.nextInt(5) == 0 ? List.of("slow", "fast") : List.of();
    List<String> stacks = random.nextInt(5) == 0 ? List.of("cuda") : List.of();
    boolean near = random.nextInt(6) == 0;
    List<TaskRequest.Near> nears =
        near ? List.of(new TaskRequest.Near("rack", "g", random.nextBoolean())) : List.of();
    List<TaskRequest> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Resources amount = mixed ? amount() : usual;
      tasks.add(new TaskRequest("t" + i, amount, platform, excluded, models, stacks, nears));
    }
    return tasks;
  }

  private Work work() {
    Duration usual = Duration.ofSeconds(60 + random.nextInt(20_000));
    Map<String, Duration> measured =
        Map.of(
            "fast", usual,
            "slow", usual.multipliedBy(2),
            "other", usual.multipliedBy(2),
            "", usual.multipliedBy(3));
    return new Work(usual, Optional.empty(), Work.Source.WORKFLOW, measured, Optional.empty());
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
