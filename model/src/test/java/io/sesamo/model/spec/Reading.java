package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.util.List;

/** Reads specs in tests. */
final class Reading {

  private Reading() {}

  /** The spec; it must be taken, and must be the same after it was written and read. */
  static WorkflowSpec accepted(String text) {
    WorkflowSpec spec = taken(text).spec();
    assertThat(SpecReader.readStored(SpecWriter.write(spec))).isEqualTo(spec);
    return spec;
  }

  static List<Problem> warnings(String text) {
    return taken(text).warnings();
  }

  private static SpecResult.Accepted taken(String text) {
    SpecResult result = SpecReader.read(SpecSource.of("w.yaml", text));
    assertThat(result).isInstanceOf(SpecResult.Accepted.class);
    return (SpecResult.Accepted) result;
  }

  /** What is wrong; the spec must be refused. */
  static List<Problem> refused(String text) {
    SpecResult result = SpecReader.read(SpecSource.of("w.yaml", text));
    assertThat(result).isInstanceOf(SpecResult.Refused.class);
    return ((SpecResult.Refused) result).problems();
  }
}
