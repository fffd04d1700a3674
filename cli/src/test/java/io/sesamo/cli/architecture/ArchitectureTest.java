package io.sesamo.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows of the house: nothing imports upward, and each floor keeps to its own work. */
class ArchitectureTest {

  private static final Set<String> CLOCKS =
      Set.of("now", "systemUTC", "systemDefaultZone", "system", "currentTimeMillis", "nanoTime");

  private static JavaClasses house;

  @BeforeAll
  static void readTheWholeHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sesamo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.sesamo.model.spec.SpecReader",
        "io.sesamo.law.LawBook",
        "io.sesamo.placement.Placer",
        "io.sesamo.engine.Engine",
        "io.sesamo.backend.local.LocalBackend",
        "io.sesamo.server.Main",
        "io.sesamo.cli.Main"
      })
  void everyFloorIsLookedAt(String name) {
    assertThat(house.contain(name)).as(name).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "model, law placement engine backend server cli",
    "law, placement engine backend server cli",
    "placement, engine backend server cli",
    "engine, backend.local server cli",
    "backend, server cli",
    "server, cli"
  })
  void nothingImportsUpward(String floor, String above) {
    String[] forbidden =
        java.util.stream.Stream.of(above.split(" ", -1))
            .map(name -> "io.sesamo." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("io.sesamo." + floor + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(house);
  }

  @Test
  void onlyTheServerKnowsAWebFramework() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.sesamo.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..", "io.prometheus..", "jakarta.servlet..", "org.eclipse.jetty..")
        .check(house);
  }

  @Test
  void aBackendKnowsOfTheEngineOnlyItsContractItsDataAndItsLogs() {
    noClasses()
        .that()
        .resideInAPackage("io.sesamo.backend..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.sesamo.engine..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAnyPackage(
                            "io.sesamo.engine.backend..",
                            "io.sesamo.engine.data..",
                            "io.sesamo.engine.logs.."))))
        .check(house);
  }

  @Test
  void theModelReadsFilesAndDoesNothingElseOutside() {
    noClasses()
        .that()
        .resideInAPackage("io.sesamo.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.sql..", "java.nio.channels..", "tools.jackson..", "org.slf4j..")
        .check(house);
    never("io.sesamo.model..", "java.nio.file.Files", "write|create|delete|move|copy|set|newOutput")
        .check(house);
    calmly("io.sesamo.model..").check(house);
  }

  @Test
  void theLawKnowsNoNetworkAndNoDatabase() {
    noClasses()
        .that()
        .resideInAPackage("io.sesamo.law..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.sql..", "tools.jackson..", "org.slf4j..")
        .check(house);
    calmly("io.sesamo.law..").check(house);
  }

  @Test
  void placementIsPure() {
    noClasses()
        .that()
        .resideInAPackage("io.sesamo.placement..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.net..", "java.sql..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.InstantSource")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(house);
    calmly("io.sesamo.placement..").check(house);
  }

  @Test
  void packagesDoNotGoRoundInCircles() {
    SlicesRuleDefinition.slices()
        .matching("io.sesamo.(cli.*)..")
        .should()
        .beFreeOfCycles()
        .check(house);
    SlicesRuleDefinition.slices()
        .matching("io.sesamo.(*)..")
        .should()
        .beFreeOfCycles()
        .check(house);
  }

  /** No look at a clock, no randomness, no threads. */
  private static ArchRule calmly(String floor) {
    return noClasses()
        .that()
        .resideInAPackage(floor)
        .should()
        .callMethodWhere(
            com.tngtech.archunit.base.DescribedPredicate.<JavaMethodCall>describe(
                "looks at a clock",
                call ->
                    CLOCKS.contains(call.getName())
                        && call.getTargetOwner().getPackageName().matches("java\\.(time|lang)")))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .callMethod(Math.class, "random");
  }

  private static ArchRule never(String floor, String owner, String methods) {
    return ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(floor)
        .should()
        .callMethodWhere(
            com.tngtech.archunit.base.DescribedPredicate.<JavaMethodCall>describe(
                "calls " + owner + "." + methods,
                call ->
                    call.getTargetOwner().getFullName().equals(owner)
                        && call.getName().matches("(" + methods + ").*")));
  }
}
