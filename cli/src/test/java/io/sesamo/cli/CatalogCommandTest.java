package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sesamo catalog}, with and without rows of the operator's. */
class CatalogCommandTest {

  private static final String NOTICE =
      "Data with sources, not legal advice\\. Catalogue 2026-11-23\\+[0-9a-f]{12}\\.";
  private static final String PRICES =
      "accelerator,kind,currency,low,usual,high,date,confidence,source,notes\n";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));

  @BeforeEach
  void home() {
    home = new Home(folder.resolve("home"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accelerators HBM3e | nvidia-h200-sxm +US +141 +4800 +989.4 +15831 +19.45 +high",
        "accelerators | cambricon-mlu690 +CN +\\? +\\? +\\? +\\? +\\? +low",
        "sites FR | eu-west-2 +Paris +FR +open +2 +0.185 +56 +1.25 +medium",
        "countries HK | HK +Hong Kong +D:1, D:4, D:5",
        "prices contract | nvidia-h100-sxm +contract +USD +1.7 +2.35 +2.35 +2026-03 +medium",
        "rtt eu-west-2 | eu-west-1 +eu-west-2 +",
      })
  void listsRowsWithTheirNotice(String command, String line) {
    CliRun run = run(command.split(" ", -1));
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output()).containsPattern("(?m)^" + line);
    assertThat(run.output().lines().toList().getLast()).matches(NOTICE);
    assertThat(home.folder()).doesNotExist();
  }

  @Test
  void aFilterFindsWholeCellsBeforeParts() {
    assertThat(run("sites", "fr").output().lines()).hasSize(3);
    assertThat(run("sites", "US").output()).contains("us-east-1").doesNotContain("cn-beijing");
    assertThat(run("countries", "D:5").output()).contains("Haiti").doesNotContain("Macao");
    assertThat(run("sites", "frank").output()).contains("eu-central-1");
    CliRun none = run("sites", "atlantis");
    assertThat(none.exitCode()).isZero();
    assertThat(none.output()).startsWith("There are no rows with 'atlantis'.");
    Json json = run("sites", "atlantis", "-o", "json").json();
    assertThat(json.get("sites").items()).isEmpty();
    assertThat(json.get("notice").text()).isEqualTo("Data with sources, not legal advice.");
  }

  @Test
  void programsGetNumbersTruthAndNull() {
    Json answer = run("accelerators", "nvidia-h20", "-o", "json").json();
    Json chip = answer.get("accelerators").items().getFirst();
    assertThat(chip.get("tpp").value()).isEqualTo(2368);
    assertThat(chip.get("datacenter").value()).isEqualTo(true);
    assertThat(chip.get("designed_in").texts()).containsExactly("US");
    assertThat(chip.members()).containsEntry("fp4_tflops", new Json(null));
    assertThat(answer.get("catalogVersion").text()).startsWith("2026-11-23+");
    assertThat(run("countries", "AE", "-o", "json").json().get("countries").items().getFirst())
        .satisfies(country -> assertThat(country.get("groups").texts()).containsExactly("D:4"));
  }

  @Test
  void whatIsPrintedAsCsvCanBeAFileOfTheOperators() throws IOException {
    CliRun csv = run("sites", "-o", "csv");
    assertThat(csv.output())
        .startsWith("id,city,country,latitude,")
        .doesNotContain("legal advice", "\r");
    assertThat(csv.output().lines()).hasSize(35);
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("sites.csv"), csv.output());
    assertThat(run("diff", "--catalog", own.toString()).output())
        .startsWith("Your folder changes nothing.\n");
  }

  @Test
  void showsAllOfOneThing() {
    String chip = run("show", "nvidia-h20").output();
    assertThat(chip)
        .containsPattern("memory_gb_s +4000 GB/s\n")
        .containsPattern("fp4_tflops +unknown\n")
        .containsPattern("confidence +high\n")
        .containsPattern("source +zangshuxian.com")
        .containsPattern("notes +CCTV showed 550 W")
        .containsPattern("rental +USD +unknown +unknown +unknown +unknown +low");
    assertThat(run("show", "EU-CENTRAL-1").output())
        .containsPattern("electricity_usd_kwh +0.25 USD/kWh\n")
        .contains("Groups of DE today: A:1, A:5, EEA\n");
    assertThat(run("show", "cn-hongkong").output())
        .containsPattern("state_funded +unknown\n")
        .contains("Groups of HK today: D:1, D:4, D:5\n");
    assertThat(run("show", "ap-southeast-3").output()).contains("Groups of MY today: none\n");
    assertThat(run("show", "ae").output())
        .doesNotContain("unknown")
        .containsPattern("A:5 +2026-07-10 +high")
        .containsPattern("D:4 +2026-07-09 +high");
    Json json = run("show", "nvidia-h100-sxm", "-o", "json").json();
    assertThat(json.get("accelerator").get("memory_gb").number()).isEqualTo(80);
    assertThat(json.get("units").get("memory_gb").text()).isEqualTo("GB");
    assertThat(json.get("prices").items()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "show nvidia-h22 | 3 | no accelerator, site, country or rule 'nvidia-h22'. Did you mean nvidia-h20",
        "show h20 | 3 | Did you mean nvidia-h20 or nvidia-h200-sxm?",
        "show zzzzzzzz | 3 | There is no accelerator, site, country or rule 'zzzzzzzz'.",
        "show | 2 | Missing required parameter: 'ID'",
        "sits | 2 | There is no command 'catalog sits'. Did you mean sites",
        "sites FR IT | 2 | 'IT' is one word too many after catalog sites.",
        "sites --ouput csv | 2 | There is no option '--ouput'. Did you mean --output?",
        "sites -o xml | 2 | there is table, json, yaml, csv, not 'xml'.",
        "show nvidia-h20 -o csv | 2 | there is table, json, yaml, not 'csv'.",
        "sites --catalog nowhere | 2 | There is no folder nowhere with a catalogue.",
        "diff | 2 | There is no folder of your own to compare with.",
      })
  void wrongWordsAreAnsweredInPlainWords(String command, int exitCode, String words) {
    CliRun run = run(command.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.errors()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void aCommandOfCommandsHelps() {
    assertThat(CliRun.of(home, "catalog").errors())
        .contains(
            "Say what: sesamo catalog accelerators, sites, countries, prices, rtt, rules, show,");
    assertThat(CliRun.of(home, "help", "catalog", "sites").output())
        .contains("Usage: sesamo catalog sites", "sesamo catalog sites FR");
    assertThat(CliRun.of(home, "completion", "bash").output())
        .contains("_picocli_sesamo_catalog_sites");
  }

  @Test
  void checksOurs() {
    assertThat(run("check").output())
        .startsWith(
            "OK: 40 accelerators, 34 sites, 105 countries, 211 memberships, 15 prices, 561 round"
                + " trips, 51 rules.\n");
    Json json = run("check", "-o", "json").json();
    assertThat(json.get("valid").isTrue()).isTrue();
    assertThat(json.get("warnings").items()).isEmpty();
  }

  @Test
  void aChipThatCannotBeIsToldOnceWithItsPlace() throws IOException {
    String[] rows = run("accelerators", "nvidia-h20", "-o", "csv").output().split("\n", -1);
    Path own = Files.createDirectories(folder.resolve("own"));
    Path file = own.resolve("accelerators.csv");
    Files.writeString(file, rows[0] + "\n" + rows[1].replace(",148,296,", ",148,-296,") + "\n");
    CliRun run = run("check", "--catalog", own.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .containsOnlyOnce(file + ":2: error: The field 'eight_bit_tops' is -296");
  }

  @Test
  void theOperatorsFolderIsFoundInThreePlaces() throws IOException {
    Path named = own("named", "nvidia-h20,rental,USD,,3,,2026,high,us,\n");
    Path set = own("set", "nvidia-h20,rental,USD,,2,,2026,high,us,\n");
    Files.createDirectories(home.folder());
    own("home/catalog", "nvidia-h20,rental,USD,,1,,2026,high,us,\n");
    Map<String, String> environment = Map.of("SESAMO_CATALOG", set.toString());
    assertThat(usual(CliRun.of(home, "catalog", "prices", "nvidia-h20", "-o", "json")))
        .isEqualTo(1);
    assertThat(usual(CliRun.of(home, environment, "catalog", "prices", "nvidia-h20", "-ojson")))
        .isEqualTo(2);
    assertThat(
            usual(
                CliRun.of(
                    home,
                    environment,
                    "catalog",
                    "prices",
                    "nvidia-h20",
                    "-ojson",
                    "--catalog",
                    named.toString())))
        .isEqualTo(3);
  }

  private static double usual(CliRun run) {
    return run.json().get("prices").items().getFirst().get("usual").decimal();
  }

  @Test
  void showsWhatTheOperatorsFolderChanges() throws IOException {
    Path own =
        own(
            "own",
            """
            nvidia-h20,rental,USD,1,1.1,,2026-10,high,our contract,
            nvidia-h20,contract,USD,,0.9,,2026-10,high,our contract,
            """);
    Files.writeString(
        own.resolve("groups.csv"),
        """
        group,country,from,to,confidence,source
        D:5,KH,2021-12-09,,high,our lawyers
        D:5,NI,2024-03-16,,high,our lawyers
        """);
    String text = run("diff", "--catalog", own.toString()).output();
    assertThat(text)
        .contains(
            "  changed   D:5 KH 2021-12-09\n              to: 2025-11-06 → unknown\n",
            "  added     D:5 NI 2024-03-16\n  replaced  D:5 NI 2024-03-15\n",
            "prices\n  added     nvidia-h20 contract\n  changed   nvidia-h20 rental\n",
            "              low: unknown → 1\n              usual: unknown → 1.1\n")
        .doesNotContain("sites");
    Json json = run("diff", "--catalog", own.toString(), "-o", "json").json();
    assertThat(json.get("prices").get("added").texts()).containsExactly("nvidia-h20 contract");
    assertThat(json.get("prices").get("changed").items().getFirst().get("fields").items())
        .extracting(field -> field.get("field").text())
        .startsWith("low", "usual");
  }

  @Test
  void mistakesInTheOperatorsFolderAreToldWithTheirPlaces() throws IOException {
    Path own = own("own", "nvidia-h21,rental,USD,,1,,2026,high,us,\n");
    for (String command : new String[] {"check", "sites", "diff", "show nvidia-h20"}) {
      CliRun run = run((command + " --catalog " + own).split(" ", -1));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.output()).isEmpty();
      assertThat(run.errors())
          .contains(own.resolve("prices.csv") + ":2: error: The field 'accelerator' names")
          .endsWith("The catalogue cannot be used.\n");
    }
    Json json = run("check", "--catalog", own.toString(), "-o", "json").json();
    assertThat(json.get("error").get("problems").items().getFirst().get("line").number())
        .isEqualTo(2);

    own("own", "nvidia-h20,rental,USD,,1,,2026,high,us,\n");
    Files.writeString(own.resolve("price.csv"), PRICES);
    CliRun warned = run("check", "--catalog", own.toString());
    assertThat(warned.exitCode()).isZero();
    assertThat(warned.errors()).contains("price.csv: warning: The catalogue has no file");
    assertThat(warned.output()).startsWith("OK, with 1 warning: 40 accelerators,");
  }

  private Path own(String name, String rows) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    Files.writeString(own.resolve("prices.csv"), PRICES + rows);
    return own;
  }

  private CliRun run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "catalog";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CliRun.of(home, all);
  }
}
