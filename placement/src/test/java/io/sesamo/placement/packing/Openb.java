package io.sesamo.placement.packing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Alibaba's openb traces as FGD's authors replayed them: 1,213 nodes with 6,212 accelerators, lists
 * of pods in the order of a seed until 130 % of the accelerators are asked for, and the allocation
 * that their simulator reached.
 */
final class Openb {

  /** Relative to a module's folder; the data are not part of this repository. */
  static final Path DATA = Path.of("../../shared/data");

  private static final double TYPICAL = 0.95;
  private static final long MIB = 1L << 20;

  private final Path data;
  private final List<String> models = new ArrayList<>();
  private final List<NodeCapacity> nodes;

  Openb(Path data) {
    this.data = data;
    nodes =
        rows("openb/openb_node_list_gpu_node.csv.gz").stream()
            .sorted((a, b) -> a[0].compareTo(b[0]))
            .map(row ->
                new NodeCapacity(
                    model(row[4]),
                    Long.parseLong(row[1]),
                    Long.parseLong(row[2]) * MIB,
                    0,
                    Integer.parseInt(row[3])))
            .toList();
  }

  /** One run: who arrives in which order, on nodes in the order of their rank. */
  record Run(List<NodeCapacity> nodes, List<Demand> arrivals) {}

  /** How many nodes. */
  int size() {
    return nodes.size();
  }

  /** The traces of which pods, orders and results are there. */
  List<String> traces() {
    try (var files = Files.list(data.resolve("openb_orders"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("order_"))
          .map(name -> name.substring("order_".length(), name.indexOf('.')))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pods of a trace in the order of its list. */
  List<Demand> pods(String trace) {
    return list(trace).map(Pod::demand).toList();
  }

  /**
   * What FGD's authors call typical pods: the most frequent kinds, by count and then by size, that
   * together make up 95 % of a trace. Two ways to write one set of models make two kinds, and
   * memory makes none.
   */
  List<TypicalDemand> typical(String trace) {
    Map<Pod, Long> counts =
        list(trace).collect(Collectors.groupingBy(Pod::kind, Collectors.counting()));
    List<Map.Entry<Pod, Long>> sorted = new ArrayList<>(counts.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<Pod, Long> e) -> e.getValue())
            .thenComparingLong(e -> e.getKey().demand().cpuMilli())
            .thenComparingInt(e -> e.getKey().demand().milliEach())
            .thenComparingInt(e -> e.getKey().demand().accelerators())
            .thenComparing(e -> e.getKey().spec())
            .reversed());
    double all = list(trace).count();
    int kinds = 0;
    double covered = 0;
    while (covered < TYPICAL * all) {
      covered += sorted.get(kinds++).getValue();
    }
    double shared = covered / all;
    return sorted.subList(0, kinds).stream()
        .map(e -> new TypicalDemand(e.getKey().demand(), e.getValue() / all / shared))
        .toList();
  }

  private record Pod(Demand demand, String spec) {
    Pod kind() {
      return new Pod(
          new Demand(
              demand.cpuMilli(), 0, 0, demand.accelerators(), demand.milliEach(), demand.models()),
          spec);
    }
  }

  private Stream<Pod> list(String trace) {
    return rows("openb/openb_pod_list_" + trace + ".csv.gz").stream()
        .map(row -> new Pod(demand(row), row.length > 5 ? row[5] : ""));
  }

  Run run(String trace, List<Demand> pods, int seed) {
    List<Demand> arrivals = new ArrayList<>();
    for (String row : field("openb_orders/order_" + trace + ".csv.gz", seed + ",").split(" ", -1)) {
      arrivals.add(pods.get(Integer.parseInt(row)));
    }
    NodeCapacity[] ranked = new NodeCapacity[nodes.size()];
    String[] ranks =
        field("openb_orders/node_rank.csv.gz", trace + "," + seed + ",").split(" ", -1);
    for (int i = 0; i < ranked.length; i++) {
      ranked[Integer.parseInt(ranks[i])] = nodes.get(i);
    }
    return new Run(List.of(ranked), arrivals);
  }

  /**
   * A table of results: percent at each percent of arrived demand, by {@code trace,policy,seed}.
   */
  Map<String, double[]> golden(String table) {
    Map<String, double[]> golden = new HashMap<>();
    List<String[]> rows = rows("openb_golden/analysis_" + table + "_discrete.csv.gz");
    int first = table.equals("allo") ? 5 : 4;
    for (String[] row : rows) {
      String trace = row[0].substring("openb_pod_list_".length());
      double[] series =
          Arrays.stream(row, first, row.length).mapToDouble(Double::parseDouble).toArray();
      golden.put(trace + "," + row[1] + "," + row[3], series);
    }
    return golden;
  }

  private Demand demand(String[] row) {
    long cpu = Long.parseLong(row[1]);
    long memory = Long.parseLong(row[2]) * MIB;
    int accelerators = Integer.parseInt(row[3]);
    if (accelerators == 0) {
      return Demand.cpuOnly(cpu, memory, 0);
    }
    String spec = row.length > 5 ? row[5] : "";
    Models accepted =
        spec.isEmpty()
            ? Models.ANY
            : Models.of(Arrays.stream(spec.split("\\|", -1)).mapToInt(this::model).toArray());
    return new Demand(cpu, memory, 0, accelerators, Integer.parseInt(row[4]), accepted);
  }

  private int model(String name) {
    if (!models.contains(name)) {
      models.add(name);
    }
    return models.indexOf(name);
  }

  private String field(String file, String start) {
    try (BufferedReader lines = open(file)) {
      return lines
          .lines()
          .filter(line -> line.startsWith(start))
          .findFirst()
          .orElseThrow()
          .substring(start.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String[]> rows(String file) {
    try (BufferedReader lines = open(file)) {
      return lines.lines().skip(1).map(line -> line.split(",", -1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BufferedReader open(String file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(data.resolve(file))), StandardCharsets.UTF_8));
  }
}
