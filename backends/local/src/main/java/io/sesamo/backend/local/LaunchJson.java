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
import java.util.Optional;
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

  /**
   * A launch as it is written down.
   *
   * @param boot the run of the machine in which it was; empty: an earlier release has said so
   *     beside it
   */
  record Written(Launch launch, Optional<String> boot) {

    /** A launch that is written down now. */
    static Written now(Launch launch) throws IOException {
      return new Written(launch, Optional.of(Boot.current()));
    }

    /** Whether that was before the machine was restarted. */
    boolean isOfEarlierBoot(Path folder) throws IOException {
      return boot.isPresent() ? !boot.get().equals(Boot.current()) : Boot.isEarlier(folder);
    }
  }

  static byte[] write(Written launch) {
    return JSON.writeValueAsBytes(launch);
  }

  static byte[] write(Ended ended) {
    return JSON.writeValueAsBytes(ended);
  }

  static Written readLaunch(byte[] json, Path file) throws IOException {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree.has("launch")) {
        return JSON.treeToValue(tree, Written.class);
      }
      complete(tree);
      return new Written(JSON.treeToValue(tree, Launch.class), Optional.empty());
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
