package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.backend.local.DetectedAccelerators.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs that say what the drivers' own say on other machines. */
class DetectedAcceleratorsTest {

  @TempDir Path folder;

  private DetectedAccelerators detect() throws InterruptedException {
    return DetectedAccelerators.on("/nowhere:" + folder, folder.resolve("kfd"));
  }

  private void program(String name, int exitCode, String says) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\ncat <<'END'\n" + says + "END\nexit " + exitCode + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void kernelNode(String name, String gpu) throws IOException {
    Path node = Files.createDirectories(folder.resolve("kfd").resolve(name));
    Files.writeString(node.resolve("gpu_id"), gpu + "\n");
  }

  @Test
  void findsNvidiasAndTheirModel() throws Exception {
    program(
        "nvidia-smi",
        0,
        """
        GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-5a1f0a4e-1111-2222-3333-444455556666)
          MIG 1g.10gb     Device  0: (UUID: MIG-0a1f0a4e-1111-2222-3333-444455556666)
        GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-6a1f0a4e-1111-2222-3333-444455556666)
        """);

    DetectedAccelerators found = detect();

    assertThat(found.count()).isEqualTo(2);
    assertThat(found.devices().getFirst().name()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(found.model()).contains("nvidia-h100-sxm");
  }

  @Test
  void aNameThatDoesNotTellForSureIsNoModel() throws Exception {
    program("nvidia-smi", 0, "GPU 0: NVIDIA H100 PCIe (UUID: GPU-5a)\n");
    assertThat(detect().devices())
        .containsExactly(new Device("NVIDIA H100 PCIe", Optional.empty()));
    assertThat(detect().model()).isEmpty();

    program("nvidia-smi", 0, "GPU 0: NVIDIA L4 (UUID: GPU-5a)\nGPU 1: NVIDIA L20 (UUID: GPU-5b)\n");
    assertThat(detect().count()).isEqualTo(2);
    assertThat(detect().model()).as("two kinds").isEmpty();
  }

  @Test
  void findsAmdsAndTheirModelByItsNumber() throws Exception {
    program("nvidia-smi", 9, "NVIDIA-SMI has failed because it couldn't communicate\n");
    program(
        "rocm-smi",
        0,
        """

        ============================ ROCm System Management Interface ============================
        ====================================== Product Info ======================================
        GPU[0]\t\t: Card Series: \t\tAMD Instinct MI300X OAM
        GPU[0]\t\t: Card Model: \t\t0x74a2
        GPU[0]\t\t: Card Vendor: \t\tAdvanced Micro Devices, Inc. [AMD/ATI]
        GPU[0]\t\t: Card SKU: \t\tM3080100
        GPU[1]\t\t: Card series: \t\tAMD Instinct MI308X OAM
        GPU[1]\t\t: Card model: \t\t0x74a2
        ==========================================================================================
        """);

    assertThat(detect().count()).isEqualTo(2);
    assertThat(detect().devices().getFirst())
        .isEqualTo(new Device("AMD Instinct MI300X OAM", Optional.of("amd-mi308x")));
    assertThat(detect().model()).contains("amd-mi308x");
  }

  @Test
  void withoutAmdsProgramTheKernelKnowsHowManyThereAre() throws Exception {
    kernelNode("0", "0"); // the processor
    kernelNode("1", "28851");
    kernelNode("2", "23018");

    assertThat(detect().count()).isEqualTo(2);
    assertThat(detect().model()).isEmpty();
  }

  @Test
  void onOtherMachinesThereAreNone() throws Exception {
    assertThat(detect().devices()).isEmpty();
    assertThat(detect().model()).isEmpty();
  }

  @Test
  void knowsNoModelThatTheCatalogueDoesNotHave() throws Exception {
    String known = Files.readString(Path.of("../../catalog/accelerators.csv"));
    for (String id : DetectedAccelerators.models()) {
      assertThat(known).contains("\n" + id + ",");
    }
  }
}
