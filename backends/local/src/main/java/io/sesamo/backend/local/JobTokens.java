package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Tokens;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tokens of a spec that only this backend knows: where inputs and output lie, and how tasks of
 * a group reach each other. All tasks of a launch run on this machine, in one network, and meet at
 * its loopback address.
 */
final class JobTokens {

  private JobTokens() {}

  static TaskSpec fill(TaskSpec spec, Launch launch, Places places) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("workflow_id", launch.workflow());
    values.put("output", places.output());
    for (int index = 0; index < spec.inputs().size(); index++) {
      String place = places.input().apply(index);
      values.put("input:" + index, place);
      if (spec.inputs().get(index) instanceof InputSpec.FromTask from) {
        values.put("input:" + from.task(), place); // the last one of that name
      }
    }
    launch.tasks().forEach(task -> values.put("host:" + task.name(), "127.0.0.1"));
    return new Tokens(values).fill(spec);
  }
}
