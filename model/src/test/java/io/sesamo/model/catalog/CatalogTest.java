package io.sesamo.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes with the product, and what an operator lays on top of it. */
class CatalogTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
  private static final CatalogFolder OURS = new CatalogFolder.Shipped();

  @TempDir Path folder;

  @Test
  void oursIsWholeAndItsArithmeticHolds() {
    Catalog catalog = ours();
    assertThat(catalog.asOf()).isEqualTo(TODAY);
    assertThat(catalog.version()).matches("2026-11-23\\+[0-9a-f]{12}");
    assertThat(catalog.accelerators()).hasSize(40);
    assertThat(catalog.sites()).hasSize(34);
    assertThat(catalog.roundTrips()).hasSize(34 * 33 / 2);
    assertThat(catalog.countries()).containsKeys("CN", "HK", "MO", "TW", "UY", "LI");
    assertThat(CatalogCheck.check(List.of(OURS))).isEmpty();
  }

  @Test
  void figuresKeepTheirUnitsAndWhatIsUnknownStaysEmpty() {
    Accelerator h20 = chip("nvidia-h20");
    assertThat(h20.tpp()).hasValue(2368);
    assertThat(h20.performanceDensity()).hasValue(2.91);
    assertThat(h20.memoryBandwidth()).hasValue(4000);
    assertThat(h20.fp4()).isEmpty();
    assertThat(chip("intel-gaudi2").designedIn()).containsExactly("IL", "US");
    assertThat(chip("cambricon-mlu690").memoryType()).isEmpty();
    assertThat(chip("mthreads-s5000").rendersImages()).isEmpty();
    assertThat(chip("nvidia-jetson-thor").datacenter()).isFalse();
    assertThat(ours().sites().get("planned-nl"))
        .extracting(Site::status, Site::confidence)
        .containsExactly("announced", Confidence.LOW);
    assertThat(ours().sites().values())
        .allMatch(site ->
            site.stateFunded()
                .equals(
                    List.of("CN", "HK").contains(site.country())
                        ? Optional.empty()
                        : Optional.of(false)));
  }

  @ParameterizedTest
  @CsvSource({
    "D:5, CN, 2022-10-07, true",
    "D:5, HK, 2020-12-22, false",
    "D:5, HK, 2020-12-23, true",
    "D:5, MO, 2026-11-23, false",
    "D:1, MO, 2026-11-23, true",
    "D:4, AE, 2023-11-17, true",
    "D:4, AE, 2026-07-09, true",
    "D:4, AE, 2026-07-10, false",
    "A:5, AE, 2026-07-09, false",
    "A:5, AE, 2026-07-10, true",
    "D:5, CY, 2024-05-29, true",
    "D:5, CY, 2024-05-30, false",
    "D:5, KH, 2025-11-06, true",
    "D:5, KH, 2025-11-07, false",
    "D:5, NI, 2024-03-14, false",
    "A:6, SG, 2026-11-23, true",
    "EEA, GB, 2020-12-31, true",
    "EEA, GB, 2021-01-01, false",
    "EEA, LI, 2026-11-23, true",
    "GDPR-adequate, BR, 2026-01-25, false",
    "GDPR-adequate, BR, 2026-01-26, true",
    "GDPR-adequate, CN, 2026-11-23, false",
    "D:9, CN, 2026-11-23, false",
  })
  void countriesBelongToGroupsForTheirDays(
      String group, String country, LocalDate day, boolean member) {
    assertThat(ours().group(group, day).contains(country)).isEqualTo(member);
  }

  @Test
  void anOperatorsRowsAreAddedOrTakeThePlaceOfOurs() throws IOException {
    write(
        "prices.csv",
        """
        accelerator,kind,currency,low,usual,high,date,confidence,source,notes
        nvidia-h20,rental,USD,,1.10,,2026-10,high,our own contract,
        nvidia-h20,contract,USD,,0.90,,2026-10,high,our own contract,
        """);
    write(
        "groups.csv",
        """
        group,country,from,to,confidence,source
        D:5,CY,,2021-12-31,high,our lawyers
        D:5,CY,2023-01-01,2024-05-29,high,our lawyers
        trusted,SG,,,high,our board
        """);
    Catalog catalog = accepted(List.of(OURS, own()));
    assertThat(catalog.prices()).hasSize(ours().prices().size() + 1);
    assertThat(catalog.prices())
        .filteredOn(price -> price.accelerator().equals("nvidia-h20"))
        .extracting(Price::kind, price -> price.usual().orElse(0))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Price.Kind.RENTAL, 1.10),
            org.assertj.core.groups.Tuple.tuple(Price.Kind.CONTRACT, 0.90));
    assertThat(catalog.group("D:5", LocalDate.parse("2022-06-01"))).doesNotContain("CY");
    assertThat(catalog.group("trusted", TODAY)).containsExactly("SG");
    assertThat(catalog.sites()).isEqualTo(ours().sites());
    assertThat(catalog.version()).startsWith("2026-11-23+").isNotEqualTo(ours().version());
    assertThat(CatalogCheck.check(List.of(OURS, own())))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).hasToString(folder.resolve("groups.csv") + ":3");
          assertThat(problem.message()).contains("CY was no member of D:5");
        });
  }

  @Test
  void aVersionTellsWhatWasReadAndNotWhere() throws IOException {
    assertThat(accepted(List.of(OURS, own())).version()).isEqualTo(ours().version());
    for (String file : List.of("catalog.yaml", "countries.csv")) {
      write(file, OURS.read(file).orElseThrow());
    }
    String here = accepted(List.of(own())).version();
    write("countries.csv", "\ufeff" + OURS.read("countries.csv").get().replace("\n", "\r\n"));
    assertThat(accepted(List.of(own())).version()).isEqualTo(here);
    write("extra.yaml", "a: 1");
    assertThat(CatalogReader.read(List.of(own()), List.of("extra.yaml", "none.yaml")))
        .isInstanceOfSatisfying(
            CatalogResult.Accepted.class,
            with -> assertThat(with.catalog().version()).isNotEqualTo(here));
    assertThat(new CatalogDigest().add("b", "2").add("a", "1").version(TODAY))
        .isEqualTo(new CatalogDigest().add("a", "1").add("b", "2").version(TODAY))
        .isNotEqualTo(new CatalogDigest().add("a", "1b2").version(TODAY))
        .isEqualTo("2026-11-23+80aa25f28f1f");
  }

  @Test
  void theCheckSeesArithmeticAndWhatIsMissing() throws IOException {
    write(
        "accelerators.csv",
        line(OURS.read("accelerators.csv").orElseThrow(), "nvidia-h20,").replace(",2368,", ",1500,")
            + line(OURS.read("accelerators.csv").get(), "nvidia-l4,", ",1940,6.59,", ",,,"));
    write(
        "sites.csv",
        line(OURS.read("sites.csv").orElseThrow(), "eu-west-2,", "48.86,2.35", "43.3,5.37"));
    write(
        "rtt.csv",
        "from,to,ms,km,confidence,method\neu-west-1,eu-west-2,2,1003,high,measured by us\n");
    write("site.csv", "");
    List<Problem> problems = CatalogCheck.check(List.of(OURS, own()));
    assertThat(problems)
        .extracting(Problem::toString)
        .anySatisfy(text ->
            assertThat(text)
                .contains("accelerators.csv:2: error: The field 'tpp' is 1500, but")
                .contains("is 2368."))
        .anySatisfy(text -> assertThat(text).contains("'performance_density' is 2.91, but"))
        .anySatisfy(text ->
            assertThat(text).contains("accelerators.csv:3: warning: The field 'tpp' is empty"))
        .anySatisfy(text -> assertThat(text).contains("rtt.csv:2: error: The field 'ms' is 2, but"))
        .anySatisfy(text -> assertThat(text).contains("site.csv: warning: The catalogue has no"))
        .anySatisfy(text ->
            assertThat(text).contains("catalog/rtt.csv:").contains("error: The field 'km' is"));
  }

  @Test
  void theCheckSeesSitesWithoutRoundTrips() throws IOException {
    write(
        "sites.csv",
        line(OURS.read("sites.csv").orElseThrow(), "eu-west-2,", "eu-west-2,", "my-lab,"));
    assertThat(CatalogCheck.check(List.of(OURS, own())))
        .hasSize(35)
        .extracting(Problem::message)
        .contains(
            "The round trips from planned-nl to 1 site are not known: my-lab.",
            "The round trips from my-lab to 34 sites are not known: cn-qingdao, cn-beijing,"
                + " cn-zhangjiakou ….");
  }

  /** The head of a file and its line that begins so, changed. */
  private static String line(String text, String start, String... change) {
    String head = text.lines().findFirst().orElseThrow();
    String line = text.lines().filter(one -> one.startsWith(start)).findFirst().orElseThrow();
    return change.length == 0
        ? head + "\n" + line + "\n"
        : (start.startsWith("nvidia-l4") ? "" : head + "\n")
            + line.replace(change[0], change[1])
            + "\n";
  }

  private Accelerator chip(String id) {
    return Optional.ofNullable(ours().accelerators().get(id)).orElseThrow();
  }

  private static Catalog ours() {
    return accepted(List.of(OURS));
  }

  private static Catalog accepted(List<CatalogFolder> folders) {
    return switch (CatalogReader.read(folders)) {
      case CatalogResult.Accepted accepted -> accepted.catalog();
      case CatalogResult.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private CatalogFolder own() {
    return new CatalogFolder.Own(folder);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text, StandardCharsets.UTF_8);
  }
}
