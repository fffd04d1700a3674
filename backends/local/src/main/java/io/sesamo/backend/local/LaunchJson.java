package io.sesamo.backend.local;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.Launch;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.SesamoTask;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Launches and their ends as JSON, for the backend's own folders. */
final class LaunchJson {

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface Kind {}

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addMixIn(InputSpec.class, Kind.class)
          .addMixIn(CredentialUse.class, Kind.class)
          .addMixIn(SesamoTask.Deadline.class, Kind.class)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private LaunchJson() {}

  static byte[] write(Launch launch) {
    return JSON.writeValueAsBytes(launch);
  }

  static byte[] write(Ended ended) {
    return JSON.writeValueAsBytes(ended);
  }

  static Launch readLaunch(byte[] json, Path file) throws IOException {
    try {
      JsonNode tree = JSON.readTree(json);
      complete(tree);
      return JSON.treeToValue(tree, Launch.class);
    } catch (JacksonException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }

  /**
   * What older releases have written says nothing of places, since all was in the one pool, and
   * counts whole accelerators.
   */
  private static void complete(JsonNode tree) {
    for (JsonNode task : tree.path("tasks")) {
      JsonNode amount = task.path("amount");
      if (amount instanceof ObjectNode older && older.has("accelerators")) {
        int whole = older.path("accelerators").asInt(0);
        older.put("acceleratorMilli", (long) whole * Resources.WHOLE).remove("accelerators");
        ((ObjectNode) task).putArray("accelerators");
      }
    }
    if (tree instanceof ObjectNode launch && !launch.has("place")) {
      launch.putObject("place").put("pool", "").put("site", "").put("emulated", false);
      for (JsonNode task : launch.path("tasks")) {
        ((ObjectNode) task).put("platform", "").put("accelerator", "");
      }
    }
  }

  static Ended readEnded(byte[] json, Path file) throws IOException {
    return read(json, file, Ended.class);
  }

  private static <T> T read(byte[] json, Path file, Class<T> type) throws IOException {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException damaged) {
      throw new IOException(file + " is damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }
}
