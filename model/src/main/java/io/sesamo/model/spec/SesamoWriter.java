package io.sesamo.model.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the {@code sesamo} keys of a spec, as {@link SesamoParser} reads them. */
final class SesamoWriter {

  private SesamoWriter() {}

  static Map<String, Object> workflow(SesamoWorkflow sesamo) {
    Map<String, Object> map = new LinkedHashMap<>();
    sesamo.tenant().ifPresent(tenant -> map.put("tenant", tenant));
    sesamo.budget().ifPresent(budget -> map.put("budget", budget.toString()));
    SpecWriter.putUnlessEmpty(map, "residency", sesamo.residency());
    if (sesamo.waitForDecision()) {
      map.put("waitForDecision", true);
    }
    sesamo
        .objective()
        .ifPresent(aim ->
            map.put(
                "objective", aim.name().<Object>map(name -> name).orElseGet(() -> weights(aim))));
    if (!sesamo.nodes().isEmpty()) {
      map.put("nodes", new TreeMap<>(sesamo.nodes()));
    }
    if (sesamo.spread()) {
      map.put("spread", true);
    }
    return map;
  }

  private static Map<String, Object> weights(SesamoWorkflow.Objective objective) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", objective.time());
    map.put("cost", objective.cost());
    map.put("carbon", objective.carbon());
    return map;
  }

  static Map<String, Object> task(SesamoTask sesamo) {
    Map<String, Object> map = new LinkedHashMap<>();
    sesamo
        .retries()
        .ifPresent(retries -> {
          Map<String, Object> written = new LinkedHashMap<>();
          written.put("limit", retries.limit());
          retries.backoff().ifPresent(time -> written.put("backoff", SpecWriter.time(time)));
          map.put("retries", written);
        });
    List<Map<String, Object>> accelerators = new ArrayList<>();
    sesamo.accelerators().forEach(accelerator -> accelerators.add(accelerator(accelerator)));
    SpecWriter.putUnlessEmpty(map, "accelerators", accelerators);
    Map<String, Object> data = new LinkedHashMap<>();
    SpecWriter.putUnlessEmpty(data, "countries", sesamo.data().countries());
    SpecWriter.putUnlessEmpty(data, "categories", sesamo.data().categories());
    SpecWriter.putUnlessEmpty(map, "data", data);
    sesamo
        .deadline()
        .ifPresent(deadline ->
            map.put(
                "deadline",
                switch (deadline) {
                  case SesamoTask.Deadline.At moment -> moment.at().toString();
                  case SesamoTask.Deadline.After time -> SpecWriter.time(time.after());
                }));
    if (!sesamo.duration().isEmpty()) {
      map.put("duration", duration(sesamo.duration()));
    }
    sesamo.acceleratorMemory().ifPresent(size -> map.put("acceleratorMemory", size));
    sesamo.outputSize().ifPresent(size -> map.put("outputSize", size));
    return map;
  }

  private static Object duration(List<SesamoTask.RunTime> durations) {
    Map<String, Object> byModel = new LinkedHashMap<>();
    for (SesamoTask.RunTime duration : durations) {
      String time = SpecWriter.time(duration.time());
      if (duration.on().isEmpty()) {
        return time;
      }
      byModel.put(duration.on().get(), time);
    }
    return byModel;
  }

  private static Map<String, Object> accelerator(SesamoTask.Accelerator accelerator) {
    Map<String, Object> map = new LinkedHashMap<>();
    accelerator.model().ifPresent(model -> map.put("model", model));
    accelerator.stack().ifPresent(stack -> map.put("stack", stack));
    accelerator.image().ifPresent(image -> map.put("image", image));
    SpecWriter.putUnlessEmpty(map, "command", accelerator.command());
    SpecWriter.putUnlessEmpty(map, "args", accelerator.args());
    return map;
  }
}
