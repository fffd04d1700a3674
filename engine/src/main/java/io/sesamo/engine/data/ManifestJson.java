package io.sesamo.engine.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** A manifest as bytes: JSON without spaces, names in alphabetical order, always the same. */
final class ManifestJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              all -> all.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    return JSON.writeValueAsBytes(manifest);
  }

  static Manifest read(byte[] bytes) throws IOException {
    Manifest manifest;
    try {
      manifest = JSON.readValue(bytes, Manifest.class);
    } catch (JacksonException notOne) {
      throw new IOException(
          "This object is not a manifest: " + notOne.getOriginalMessage(), notOne);
    }
    for (Manifest.Entry entry : manifest.files()) {
      entry.fileName().checked();
      if (!entry.sha256().matches("[0-9a-f]{64}")) {
        throw new IOException("A manifest names the object '" + entry.sha256() + "'");
      }
    }
    return manifest;
  }
}
