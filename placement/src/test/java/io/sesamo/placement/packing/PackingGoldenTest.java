package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The policies that FGD's authors compare reach here what they reach in the authors' simulator. */
class PackingGoldenTest {

  private static final int SEED = 42;

  @Test
  void peersMatchTheirAuthorsFigures() {
    assumeThat(Files.isDirectory(Openb.DATA.resolve("openb_orders")))
        .as("The openb traces are not in ../shared/data: not compared with FGD's authors")
        .isTrue();
    Openb openb = new Openb(Openb.DATA);
    List<Demand> pods = openb.pods("default");
    Openb.Run run = openb.run("default", pods, SEED);
    Map<String, double[]> allocation = openb.golden("allo");
    Map<String, double[]> fragmentation = openb.golden("frag");
    Fgd fgd = new Fgd(openb.typical("default"));
    Map<String, Packing> peers =
        Map.of(
            "02-DotProd", new DotProduct(),
            "03-GpuClustering", new GpuClustering(run.nodes().size()),
            "04-GpuPacking", new GpuPacking(),
            "05-BestFit", new BestFit(),
            "06-FGD", fgd);
    peers.forEach((name, policy) -> {
      double[][] series = new Replay(run).series(policy, fgd::fragmentation);
      String key = "default," + name + "," + SEED;
      assertThat(series[0]).as(key).containsExactly(allocation.get(key), within(Replay.ROUNDING));
      assertThat(series[1])
          .as(key)
          .containsExactly(fragmentation.get(key), within(Replay.ROUNDING));
    });
  }
}
