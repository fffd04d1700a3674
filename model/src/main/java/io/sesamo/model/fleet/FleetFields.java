package io.sesamo.model.fleet;

import java.util.Set;

/** The fields of each kind of map in the file. */
final class FleetFields {

  static final Set<String> FILE =
      Set.of("operator", "tenants", "sites", "network", "placement", "data", "law");
  static final Set<String> OPERATOR =
      Set.of("name", "headquarters", "parent", "usExposed", "stateLinked", "listedShare", "listed");
  static final Set<String> TENANT =
      Set.of(
          "headquarters",
          "parent",
          "usExposed",
          "endUse",
          "listedShare",
          "listed",
          "quota",
          "weight");
  static final Set<String> QUOTA = Set.of("guaranteed", "most");
  static final Set<String> SITE =
      Set.of("site", "operator", "stateFunded", "electricity", "carbon", "pue", "pools");
  static final Set<String> POOL =
      Set.of("name", "backend", "emulated", "tenants", "labels", "platforms");
  static final Set<String> PLATFORM =
      Set.of(
          "name",
          "accelerator",
          "accelerators",
          "cpu",
          "memory",
          "storage",
          "nodes",
          "topology",
          "labels",
          "price");
  static final Set<String> NETWORK = Set.of("bandwidth", "egress", "links");
  static final Set<String> LINK = Set.of("from", "to", "bandwidth", "egress");
  static final Set<String> PLACEMENT =
      Set.of(
          "objective",
          "fairShare",
          "preemption",
          "minimumRun",
          "backfill",
          "ageing",
          "movesPerHour");
  static final Set<String> DATA = Set.of("criticalOperator", "mechanism", "remoteAccess");
  static final Set<String> LAW = Set.of("unlawful", "running");

  private FleetFields() {}
}
