package io.sesamo.server;

import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.model.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tasks ask for, in the numbers of OSMO's API: GiB, cores and accelerators. */
final class TaskShapes {

  private static final double GIBIBYTE = 1L << 30;

  private TaskShapes() {}

  static Map<String, @Nullable Object> sum(TaskSum sum) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("user", sum.user());
    sum.workflow().ifPresent(id -> shape.put("workflow_id", id));
    shape.put("pool", sum.pool().orElse(PoolLoad.ANY));
    shape.putAll(numbers(sum.asked()));
    shape.put("priority", sum.priority().name());
    return shape;
  }

  static Map<String, @Nullable Object> numbers(Resources asked) {
    return Wire.map(
        "storage",
        asked.storageBytes() / GIBIBYTE,
        "cpu",
        number(asked.cpuMilli()),
        "memory",
        asked.memoryBytes() / GIBIBYTE,
        "gpu",
        number(asked.acceleratorMilli()));
  }

  /** Whole numbers as OSMO has them; parts, which it does not know, as they are. */
  private static Number number(long milli) {
    if (milli % Resources.WHOLE == 0) {
      return milli / Resources.WHOLE;
    }
    return milli / (double) Resources.WHOLE;
  }
}
