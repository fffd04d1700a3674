package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A robot arm learns to reach, from an empty home. */
class ReachTest {

  @TempDir Path folder;

  @Test
  void learnsToReachAndReports() throws Exception {
    Sesamo sesamo = new Sesamo(folder.resolve("home"));
    try {
      Result run = sesamo.run("run", "examples/reach/workflow.yaml", "--set", "quick=true");
      assertThat(run.exitCode()).as(run.all()).isZero();
      assertThat(run.output())
          .contains("COMPLETED")
          .contains("success rate")
          .contains("median error")
          .contains("report.html");

      String id =
          sesamo
              .run("list", "--output", "json")
              .json()
              .get("workflows")
              .get(0)
              .get("name")
              .asString();
      Path got = folder.resolve("got");
      Result outputs = sesamo.run("outputs", id, "--get", got.toString());
      assertThat(outputs.exitCode()).as(outputs.all()).isZero();
      String report = Files.readString(got.resolve("report/report.html"));
      assertThat(report).contains("<svg", "data:image/webp;base64,");
      assertThat(got.resolve("train/policy.onnx")).isNotEmptyFile();
      assertThat(got.resolve("test/kpis.json")).isNotEmptyFile();
    } finally {
      sesamo.stop();
    }
  }
}
