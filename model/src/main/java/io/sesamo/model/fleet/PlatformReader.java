package io.sesamo.model.fleet;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.Price;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads platforms, and watches that a fleet does not grow beyond reason. */
final class PlatformReader {

  /** No machine has more. */
  private static final int MOST_PER_NODE = 64;

  private static final double MOST_CORES = 4096;
  private static final long MOST_MEMORY = 1L << 50;
  private static final long MOST_STORAGE = 100L << 50;
  private static final double MOST_USD = 1000;
  private static final int MOST_LEVELS = 8;

  /** What an emulated node has where the file does not say it. */
  private static final long USUAL_STORAGE = 1L << 40;

  /** Fields that say what the backend of a pool finds out by itself, if it is not emulated. */
  private static final List<String> AMOUNTS =
      List.of("accelerators", "cpu", "memory", "storage", "nodes", "topology");

  private final Catalog catalog;
  private long nodes;
  private long accelerators;
  private double memory; // no long: what is too much might be none
  private double storage;

  PlatformReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Empty when it has no name that could be used. */
  Optional<FleetPlatform> platform(
      Entry entry, String pool, boolean emulated, Map<String, String> poolLabels) {
    Optional<String> name = entry.name();
    Entry platform = name.map(known -> entry.named("platform '" + known + "'")).orElse(entry);
    Optional<Accelerator> accelerator =
        platform.known(
            "accelerator",
            "accelerator",
            catalog.accelerators(),
            Accelerator::name,
            "`sesamo catalog accelerators` lists them.");
    Resources each = emulated ? each(platform, accelerator.isPresent()) : Resources.NONE;
    NodeNames names = NodeNames.counted(name.orElse(""), 0);
    Map<String, Integer> topology = Map.of();
    if (emulated) {
      names = nodes(platform, name.orElse(""));
      topology = topology(platform, poolLabels);
    } else {
      noEffect(platform, pool);
    }
    OptionalDouble stated = new Amounts(platform).number("price", "USD/h", 0, MOST_USD);
    FleetPlatform read =
        new FleetPlatform(
            name.orElse(""),
            accelerator,
            each,
            names,
            topology,
            platform.labels(),
            Figure.of(stated, usualPrice(accelerator)));
    bound(platform, read, pool);
    return name.map(known -> read);
  }

  private static void noEffect(Entry platform, String pool) {
    for (String field : AMOUNTS) {
      if (platform.node(field).isPresent()) {
        platform.warn(
            field,
            "'" + field + "' of " + platform.owner() + " has no effect.",
            "Pool '" + pool + "' is not emulated: its backend finds out what there is.");
      }
    }
  }

  private static Resources each(Entry platform, boolean named) {
    String why = "The pool is emulated, so nobody else knows it.";
    platform.need("cpu", why);
    platform.need("memory", why);
    if (named) {
      platform.need("accelerators", why);
    }
    Amounts amounts = new Amounts(platform);
    OptionalDouble cores = amounts.number("cpu", "cores", 0.001, MOST_CORES);
    int count = amounts.whole("accelerators", 0, MOST_PER_NODE).orElse(0);
    if (count > 0 && !named) {
      platform.need("accelerator", "Else neither the law nor anybody knows what they are.");
    }
    return Resources.whole(
        Math.round(cores.orElse(0) * 1000),
        amounts.bytes("memory", MOST_MEMORY).orElse(0),
        amounts.bytes("storage", MOST_STORAGE).orElse(USUAL_STORAGE),
        count);
  }

  private static NodeNames nodes(Entry platform, String name) {
    platform.need("nodes", "Say how many there are, or their names.");
    if (platform.node("nodes").orElse(null) instanceof Sequence) {
      Map<String, Scalar> names = new LinkedHashMap<>();
      for (Scalar node : platform.texts("nodes")) {
        if (!Entry.NAME.matcher(node.text()).matches()) {
          platform.error(node, "A node cannot be named '" + node.text() + "'.", Entry.NAME_ADVICE);
        } else if (names.put(node.text(), node) != null) {
          platform.error(node, platform.owner() + " has two nodes '" + node.text() + "'.", "");
        }
      }
      if (names.isEmpty()) {
        platform.wrong("nodes", "has no names.", "");
      }
      return NodeNames.given(name, List.copyOf(names.keySet()));
    }
    int count = new Amounts(platform).whole("nodes", 1, FleetFile.MOST_NODES).orElse(0);
    return NodeNames.counted(name, count);
  }

  private static Map<String, Integer> topology(Entry platform, Map<String, String> poolLabels) {
    Map<String, Integer> levels = new LinkedHashMap<>();
    Optional<Mapping> map = platform.section("topology");
    if (map.isEmpty()) {
      return levels;
    }
    Entry entry = new Entry("'topology' of " + platform.owner(), map.get(), platform.problems());
    if (map.get().entries().size() > MOST_LEVELS) {
      platform.wrong("topology", "has more than " + MOST_LEVELS + " levels.", "");
    }
    Map<String, String> labels = new HashMap<>(poolLabels);
    platform.section("labels").ifPresent(all -> all.keys().keySet().forEach(k -> labels.put(k, k)));
    int within = 1;
    for (String level : map.get().entries().keySet()) {
      int size = new Amounts(entry).whole(level, 1, FleetFile.MOST_NODES).orElse(within);
      if (!Entry.NAME.matcher(level).matches()) {
        entry.wrong(level, "has a name that no label can have.", Entry.NAME_ADVICE);
      } else if (labels.containsKey(level)) {
        entry.wrong(level, "is also among the labels.", "Rename one of them.");
      } else if (size % within != 0) {
        entry.wrong(
            level,
            "must be a multiple of " + within + ", the level before it, not " + size + ".",
            "List the levels from the narrowest to the widest; each holds whole ones.");
      }
      levels.put(level, size);
      within = size;
    }
    return levels;
  }

  private OptionalDouble usualPrice(Optional<Accelerator> accelerator) {
    return catalog.prices().stream()
        .filter(price -> price.kind() == Price.Kind.RENTAL && price.currency().equals("USD"))
        .filter(price -> accelerator.filter(a -> a.id().equals(price.accelerator())).isPresent())
        .map(Price::usual)
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  /** Tells it once, of the platform that is too much. */
  private void bound(Entry platform, FleetPlatform read, String pool) {
    boolean before = excess().isPresent();
    nodes += read.nodes().count();
    accelerators += read.accelerators();
    memory += (double) read.each().memoryBytes() * read.nodes().count();
    storage += (double) read.each().storageBytes() * read.nodes().count();
    excess()
        .filter(found -> !before)
        .ifPresent(found ->
            platform.error(
                platform.node(found.field()).orElse(platform.map()),
                "With %s of pool '%s' the fleet has %s that are allowed."
                    .formatted(platform.owner(), pool, found.words()),
                "Is each '" + found.field() + "' right?"));
  }

  /** What there is too much of, and the field that is most likely wrong. */
  private record Excess(String field, String words) {}

  private Optional<Excess> excess() {
    if (nodes > FleetFile.MOST_NODES) {
      return excess("nodes", nodes + " nodes", FleetFile.MOST_NODES + "");
    }
    if (accelerators > FleetFile.MOST_ACCELERATORS) {
      return excess("nodes", accelerators + " accelerators", FleetFile.MOST_ACCELERATORS + "");
    }
    String most = tebibytes(FleetFile.MOST_BYTES);
    if (memory > FleetFile.MOST_BYTES) {
      return excess("memory", tebibytes(memory) + " of memory", most);
    }
    return storage > FleetFile.MOST_BYTES
        ? excess("storage", tebibytes(storage) + " of storage", most)
        : Optional.empty();
  }

  private static Optional<Excess> excess(String field, String all, String most) {
    return Optional.of(new Excess(field, all + ", more than the " + most));
  }

  private static String tebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.0fTi", bytes / (1L << 40));
  }
}
