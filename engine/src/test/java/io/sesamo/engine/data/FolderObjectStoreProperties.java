package io.sesamo.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FolderObjectStoreProperties {

  @Property(tries = 60)
  void whatIsStoredComesBackTheSame(@ForAll("folders") Map<String, byte[]> files)
      throws IOException {
    Path folder = Files.createTempDirectory("sesamo-store");
    try {
      FolderObjectStore any =
          FolderObjectStore.open(folder.resolve("objects"), InstantSource.system());
      Path source = Files.createDirectory(folder.resolve("source"));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = FileName.of(file.getKey()).in(source);
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      ManifestId first = any.store(source);
      ManifestId again = any.store(source);
      any.copy(again, folder.resolve("target"));

      assertThat(again).isEqualTo(first);
      assertThat(FolderObjectStoreTest.contents(folder.resolve("target"))).isEqualTo(texts(files));
      assertThat(FolderObjectStoreTest.contents(any.tree(again))).isEqualTo(texts(files));
    } finally {
      Folders.delete(folder);
    }
  }

  @Provide
  Arbitrary<Map<String, byte[]>> folders() {
    // A digit ends a folder's name and a letter a file's, so that none is both.
    Arbitrary<String> word =
        Arbitraries.strings().withChars("abcé 漢.%+\n\\'\"").ofMinLength(1).ofMaxLength(6);
    Arbitrary<String> name =
        word.map(text -> text + "/")
            .list()
            .ofMaxSize(3)
            .flatMap(folders ->
                word.map(file -> String.join("", folders).replace("/", "1/") + file + "f"));
    return Arbitraries.maps(name, Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
        .ofMaxSize(8);
  }

  private static Map<String, String> texts(Map<String, byte[]> files) {
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
    return texts;
  }
}
