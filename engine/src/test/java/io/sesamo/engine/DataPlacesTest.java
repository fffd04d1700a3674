package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.view.TenantScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Groups go where their data may go, and what they took is accounted. */
class DataPlacesTest extends FleetEngine {

  @Test
  void whereDataMayNotGoNothingThatReadsThemGoes() {
    String german =
        TWO_STAGES.replace(
            "resource: small}",
            "resource: small, sesamo: {data: {countries: [DE], categories: [other]}}}");
    String id = submit(german);
    end(awaitLaunch(id + ".a-group.0").id());
    Launch second = awaitLaunch(id + ".b-group.0");
    assertThat(second.place().pool()).as("saopaulo is cheaper").isEqualTo("frankfurt");
    assertThat(
            fleet
                .engine
                .explain(id, Optional.of("b-group"), TenantScope.ALL)
                .getFirst()
                .explanation())
        .asString()
        .contains("moving its data from eu-west-2 to sa-east-1: deny: It stays. (t-move)");
    assertThat(fleet.office.audit(Optional.of(id), Optional.empty(), 10))
        .extracting(line -> line.entry().kind() + " " + line.entry().what())
        .anyMatch(words ->
            words.startsWith("TRANSFER moving its data from eu-west-2 to eu-central-1: allow")
                && words.endsWith("(emulated: the sites share one object store)"));
    assertThat(fleet.office.verify().bad()).isEmpty();
  }

  @Test
  void dataOfAnEarlierWorkflowAreJudgedAndAccountedAsThoseOfItsOwn() throws IOException {
    String maker = record();
    fleet.restart(); // nothing of it is in memory

    String reads = "resource: chip, inputs: [{task: '%s:a'}]}".formatted(maker);
    String id = submit(TRAIN.replace("resource: chip}", reads));
    Launch launch = awaitLaunch(id + ".a-group.0");
    assertThat(launch.place().pool()).as("saopaulo is cheaper").isEqualTo("frankfurt");
    assertThat(fleet.engine.explain(id, Optional.empty(), TenantScope.ALL).getFirst().explanation())
        .asString()
        .contains("moving its data from eu-west-2 to sa-east-1: deny: It stays. (t-move)");
    end(launch.id());
    awaitCompleted(id);
    assertThat(fleet.engine.usage(List.of("workflow"), Optional.empty(), TenantScope.ALL))
        .filteredOn(row -> id.equals(row.key().get("workflow")))
        .extracting(UsageRow::bytes)
        .containsExactly(1L << 20);
  }

  /** A workflow that is over, and has stored data in Paris that may not go to São Paulo. */
  private String record() throws IOException {
    fleet.world.leave(storedMebibyte());
    String maker =
        submit(
            """
            workflow:
              name: record
              resources: {small: {cpu: 1, memory: 1Gi, platform: cpu}}
              tasks:
              - {name: a, image: "ubuntu:24.04", command: ["true"], resource: small,
                 sesamo: {data: {countries: [DE], categories: [other]}}}
            """);
    end(awaitLaunch(maker + ".a-group.0").id());
    awaitCompleted(maker);
    return maker;
  }

  @Test
  void dataThatCannotBeLookedUpAreWaitedForAndNotTakenAsLawful() throws IOException {
    String maker = record();
    Launch inSaoPaulo = awaitLaunch(submit(TRAIN) + ".a-group.0");
    Launch inFrankfurt = awaitLaunch(fleet.engine.submit(forFrankfurt()).id() + ".a-group.0");
    assertThat(inSaoPaulo.place().pool()).isEqualTo("saopaulo");
    String reads = "resource: chip, inputs: [{task: '%s:a'}]}".formatted(maker);
    String id = submit(TRAIN.replace("resource: chip}", reads));
    fleet.restart(); // nothing of what was made is in memory
    CountDownLatch away = new CountDownLatch(1);
    fleet.whenItDecides.set(() -> {
      fleet.sql("alter table workflow rename to gone");
      away.countDown();
    });

    end(inSaoPaulo.id());
    await("the table is away", () -> away.getCount() == 0);
    fleet.sql("alter table gone rename to workflow");
    await("it may not go where a place is free", () -> fleet.message(id).contains("It stays."));
    end(inFrankfurt.id());
    assertThat(awaitLaunch(id + ".a-group.0").place().pool()).isEqualTo("frankfurt");
  }

  @Test
  void whatAGroupTookIsAccounted() throws IOException {
    fleet.now = Instant.now().minusSeconds(3600);
    fleet.world.leave(storedMebibyte());
    String id = submit(TWO_STAGES);
    end(awaitLaunch(id + ".a-group.0").id());
    end(awaitLaunch(id + ".b-group.0").id());
    awaitCompleted(id);

    UsageRow row =
        fleet.engine.usage(List.of("tenant", "site"), Optional.empty(), TenantScope.ALL).stream()
            .filter(found -> "sa-east-1".equals(found.key().get("site")) && found.bytes() > 0)
            .findFirst()
            .orElseThrow();
    assertThat(row.key()).containsEntry("tenant", "robots");
    assertThat(row.emulated()).isTrue();
    assertThat(row.bytes()).isEqualTo(1 << 20);
    List<UsageRow> own =
        fleet.engine.usage(List.of("workflow", "group"), Optional.empty(), TenantScope.ALL).stream()
            .filter(found -> id.equals(found.key().get("workflow")))
            .toList();
    assertThat(own).hasSize(2);
    UsageRow chip = own.getLast();
    assertThat(chip.acceleratorHours()).isBetween(0.99, 1.1);
    assertThat(chip.price()).as("an hour of an L20 at 0.50, and 1 MiB").isBetween(0.49, 0.56);
    // (275 W + 1 core of 5 W) × 1 h × PUE 1.35 = 0.378 kWh; × 98 gCO₂e/kWh = 37 g
    assertThat(chip.energy()).isBetween(0.37, 0.42);
    assertThat(chip.carbon()).isBetween(36.0, 41.0);
    assertThat(
            fleet.engine.usage(
                List.of(), Optional.of(Instant.now().plusSeconds(60)), TenantScope.ALL))
        .extracting(UsageRow::attempts)
        .containsExactly(0L);
  }

  private ManifestId storedMebibyte() throws IOException {
    Path output = Files.createDirectories(folder.resolve("left"));
    Files.write(output.resolve("data.bin"), new byte[1 << 20]);
    return fleet.engine.objects().store(output);
  }
}
