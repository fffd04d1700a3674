package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

  private static final Map<String, String> SOME =
      Map.of("chip.name == 'a\r\n\\n'", "(const true)", "true", "(const true)");

  @TempDir Path folder;

  @Test
  void whatIsKeptIsRecalledAndReadableForAll() throws IOException {
    Memory memory = new Memory(List.of(folder.resolve("new/law")));
    assertThat(memory.recall("v1")).isEmpty();
    memory.keep("v1", SOME);
    assertThat(memory.recall("v1")).isEqualTo(SOME);
    assertThat(memory.recall("v2")).isEmpty();
    Path file = folder.resolve("new/law/v1.conditions");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void whatIsSpoiledIsNotRecalled() throws IOException {
    Memory memory = new Memory(List.of(folder));
    memory.keep("v1", SOME);
    Path file = folder.resolve("v1.conditions");
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "",
            "true\n(const true)\n",
            good.replaceFirst("1 ", "0 "),
            good.replace("true)", "false)"),
            good.substring(0, good.length() - 1),
            good + "x\n")) {
      Files.writeString(file, bad);
      assertThat(memory.recall("v1")).as(bad).isEmpty();
    }
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(memory.recall("v1")).isEmpty();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(memory.recall("v1")).isEmpty();
  }

  @Test
  void whereTheFirstFolderCannotBeWrittenTheSecondIsUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Memory memory = new Memory(List.of(file.resolve("law"), folder.resolve("second")));
    memory.keep("v1", SOME);
    assertThat(memory.recall("v1")).isEqualTo(SOME);
    assertThat(folder.resolve("second/v1.conditions")).exists();
    new Memory(List.of(file)).keep("v1", SOME);
  }

  @Test
  void onlyTheNewestAreKept() throws IOException {
    Memory memory = new Memory(List.of(folder));
    for (int i = 1; i <= 8; i++) {
      memory.keep("v" + i, SOME);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(5);
    }
    assertThat(memory.recall("v8")).isEqualTo(SOME);
  }
}
