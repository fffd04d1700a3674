package io.sesamo.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Resources;
import io.sesamo.model.fleet.FleetFile.Part;
import io.sesamo.model.fleet.PlacementPolicy.Objective;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What pools have, who may use them, and what holds between them. */
class FleetPoolsTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants:
        acme: {quota: {guaranteed: 64, most: 256}, weight: 2}
        acme/arms: {quota: {guaranteed: 16}}
        acme/legs: {quota: {guaranteed: 8}}
        zeta/lab: {quota: {guaranteed: 4}}
        zeta: {}
      sites:
        - site: eu-west-2
          electricity: 0.18
          pue: 1.1
          pools:
            - name: paris
              emulated: true
              tenants: [acme]
              labels: {tier: gold}
              platforms:
                - name: h100
                  accelerator: nvidia-h100-sxm
                  accelerators: 8
                  cpu: 96
                  memory: 1Ti
                  storage: 4Ti
                  nodes: 20
                  labels: {disk: nvme}
                  topology: {nvlink: 1, rack: 4, segment: 16}
                - {name: sim, accelerator: nvidia-l40s, accelerators: 4, cpu: 31.5, memory: 256Gi,
                   nodes: [left, right], price: 2.10}
                - {name: cpu, cpu: 8, memory: 32Gi, nodes: 1}
        - site: cn-beijing
          pools: [{name: default, platforms: [{name: local, accelerator: nvidia-h20}]}]
        - site: sa-east-1
      network:
        bandwidth: 25 Gbit/s
        links:
          - {from: eu-west-2, to: cn-beijing, bandwidth: 500 Mbit/s, egress: 0.12 USD/GB}
          - {from: cn-beijing, to: eu-west-2, egress: 0.2}
      placement: {objective: cost, preemption: false, ageing: false, minimumRun: 90s}
      """;

  private static final FleetFile READ = Fleets.fleet(FLEET);
  private static final FleetPool PARIS = READ.place("paris").orElseThrow().pool();

  @Test
  void aNodeHasWhatItsPlatformSaysAndTheLabelsOfItsDomains() {
    FleetNode node = PARIS.node("h100-0006").orElseThrow();

    assertThat(node.has()).isEqualTo(Resources.whole(96_000, 1L << 40, 4L << 40, 8));
    assertThat(node.labels())
        .isEqualTo(
            Map.of(
                "tier", "gold",
                "disk", "nvme",
                "nvlink", "paris/h100-nvlink-6",
                "rack", "paris/h100-rack-2",
                "segment", "paris/h100-segment-1"));
    assertThat(PARIS.node("h100-0017").orElseThrow().labels())
        .containsEntry("segment", "paris/h100-segment-2");
    assertThat(PARIS.node("right").orElseThrow().has().cpuMilli()).isEqualTo(31_500);
    assertThat(PARIS.nodes().map(FleetNode::name))
        .hasSize(23)
        .startsWith("h100-0001")
        .endsWith("left", "right", "cpu-0001");
    assertThat(PARIS.node("h100-0021")).isEmpty();
    assertThat(PARIS.node("h100-6")).isEmpty();
  }

  @Test
  void theTotalsTellWhatIsEmulated() {
    FleetFile.Totals totals = READ.totals();

    assertThat(totals.sites()).isEqualTo(3);
    assertThat(totals.nodes()).isEqualTo(23);
    assertThat(totals.emulatedAccelerators()).isEqualTo(168);
    assertThat(totals.emulatedPools()).isEqualTo(1);
    assertThat(totals.countries()).containsExactly("BR", "CN", "FR");
  }

  @Test
  void whatTheFileDoesNotSayIsFromTheCatalogue() {
    FleetFile.Energy energy = READ.sites().getFirst().energy();

    assertThat(energy.electricity()).contains(new Figure(0.18, "the fleet's file"));
    assertThat(energy.carbon()).contains(new Figure(56, "the catalogue"));
    assertThat(PARIS.platform("sim").orElseThrow().price())
        .contains(new Figure(2.1, "the fleet's file"));
    assertThat(PARIS.platform("h100").orElseThrow().price())
        .contains(new Figure(2.95, "the catalogue"));
    assertThat(READ.place("default").orElseThrow().pool().platform("local").orElseThrow().price())
        .isEmpty();
    assertThat(PARIS.platform("cpu").orElseThrow().each().storageBytes()).isEqualTo(1L << 40);
  }

  @Test
  void aPoolThatIsKeptForTenantsAdmitsThemAndTheirParts() {
    assertThat(PARIS.admits(Optional.of("acme"))).isTrue();
    assertThat(PARIS.admits(Optional.of("acme/arms/left"))).isTrue();
    assertThat(PARIS.admits(Optional.of("acmetoo"))).isFalse();
    assertThat(PARIS.admits(Optional.empty())).isFalse();
    assertThat(READ.place("default").orElseThrow().pool().admits(Optional.empty())).isTrue();
  }

  @Test
  void sharesFormATree() {
    assertThat(READ.share("acme").guaranteed()).isEqualTo(64);
    assertThat(READ.share("acme").weight()).isEqualTo(2);
    assertThat(READ.share("acme/arms").parent()).contains("acme");
    assertThat(READ.share("acme/arms/left").tenant()).isEqualTo("acme/arms");
    assertThat(READ.share("zeta").guaranteed()).as("what its children have").isEqualTo(4);
    assertThat(READ.share("strangers")).isEqualTo(Share.unknown("strangers"));
  }

  @Test
  void aLinkHoldsInBothDirectionsWhereTheOtherIsNotWritten() {
    Network network = READ.network();

    assertThat(network.bandwidth("eu-west-2", "sa-east-1")).isEqualTo(25e9);
    assertThat(network.egress("eu-west-2", "sa-east-1")).isEqualTo(0.05);
    assertThat(network.egress("eu-west-2", "cn-beijing")).isEqualTo(0.12);
    assertThat(network.egress("cn-beijing", "eu-west-2")).isEqualTo(0.2);
    assertThat(network.egress("cn-beijing", "cn-beijing")).isZero();
    assertThat(Network.USUAL.bandwidth("a", "b")).isEqualTo(10e9);
  }

  @Test
  void placementIsAsTheFileSaysElseAsUsual() {
    assertThat(READ.placement())
        .isEqualTo(
            new PlacementPolicy(
                Objective.COST, true, false, Duration.ofSeconds(90), true, Duration.ZERO, 3));
    assertThat(PlacementPolicy.USUAL.objective()).isEqualTo(Objective.BALANCED);
  }

  @Test
  void aNameStandsForASiteAPoolOrANode() {
    assertThat(READ.part("eu-west-2").orElseThrow().pools()).containsExactly(PARIS);
    assertThat(READ.part("paris").orElseThrow())
        .isEqualTo(new Part(READ.sites().getFirst(), List.of(PARIS), Optional.empty()));
    assertThat(READ.part("paris/h100-0001").orElseThrow().node()).contains("h100-0001");
    assertThat(READ.part("paris/h100-9999")).isEmpty();
    assertThat(READ.part("default/this-machine")).isPresent();
    assertThat(READ.part("atlantis")).isEmpty();
  }

  @Test
  void aLargePlatformTakesNoRoomAndNoTime() {
    FleetFile large = Fleets.fleet(FLEET.replace("nodes: 20", "nodes: 100_000".replace("_", "")));
    FleetPool pool = large.place("paris").orElseThrow().pool();

    assertThat(pool.accelerators()).isEqualTo(800_008);
    assertThat(pool.node("h100-99999").orElseThrow().labels())
        .containsEntry("rack", "paris/h100-rack-25000");
    assertThat(pool.nodes().limit(3)).hasSize(3);
  }

  @Test
  void whatWouldHaveNoEffectIsRemarked() {
    String text =
        FLEET.replace("{name: local, ", "{name: local, nodes: 3, ").replace("64,", "250,");

    assertThat(Fleets.accepted(text).warnings())
        .extracting(Object::toString)
        .containsExactly(
            "fleet.yaml:31:62: warning: 'nodes' of platform 'local' has no effect."
                + " Pool 'default' is not emulated: its backend finds out what there is.");
  }
}
