package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sesamo law}: verdicts without a server. */
class LawCommandTest {

  private static final String NOTICE = "Data with sources, not legal advice.";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));

  @BeforeEach
  void home() {
    home = new Home(folder.resolve("home"));
  }

  private CliRun run(String... words) {
    List<String> all = new ArrayList<>(List.of("law"));
    all.addAll(List.of(words));
    return CliRun.of(home, all.toArray(String[]::new));
  }

  private static String[] words(String text) {
    return text.strip().split(" +", -1);
  }

  @Test
  void aVerdictTellsItsRuleItsPlaceAndWhatIsAssumed() {
    CliRun run =
        run(
            words(
                "check --action supply --chip nvidia-h100-sxm --site eu-west-2 --operator-hq CN"
                    + " --date 2026-11-25"));
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output())
        .startsWith("LICENCE  NVIDIA H100 SXM5 80GB supplied to Paris (FR) on 2026-11-25\n")
        .contains("us-hq-ultimate-parent  15 CFR 742.6(a)(6)(iii)(A)", "presumption of denial")
        .contains("Class    3A090.a (TPP 15,831.2", "operator.parent=CN", NOTICE);
  }

  @Test
  void theAnswerForProgramsHasItsParts() {
    Json json =
        run(words(
                "check --action supply --chip nvidia-h20 --site cn-beijing --operator-hq CN"
                    + " --date 2025-04-01 -o json"))
            .json();
    assertThat(json.get("verdict").text()).isEqualTo("allow");
    assertThat(json.get("decidedBy").items()).isEmpty();
    assertThat(json.get("missingFacts").items()).isEmpty();
    assertThat(json.get("changesOn").items().getFirst().get("date").text()).isEqualTo("2025-04-09");
    assertThat(json.get("changesOn").items().getFirst().get("verdict").text()).isEqualTo("licence");
    assertThat(json.get("date").text()).isEqualTo("2025-04-01");
    assertThat(json.get("catalogVersion").text()).startsWith("2026-11-23+");
    assertThat(json.get("notice").text()).isEqualTo(NOTICE);

    Json missing =
        run(words(
                "check --action use --chip huawei-ascend-910c --site eu-west-2 --operator-hq FR"
                    + " -o json"))
            .json();
    assertThat(missing.get("verdict").text()).isEqualTo("review");
    assertThat(missing.get("missingFacts").items())
        .extracting(fact -> fact.get("fact").text())
        .contains("tenant.usExposed");
    Json rule = missing.get("decidedBy").items().getFirst();
    assertThat(rule.get("rule").text()).isEqualTo("us-gp10-prc-chips");
    assertThat(rule.get("citation").text()).contains("736.2(b)(10)");
    assertThat(rule.get("effect").text()).isEqualTo("deny");
  }

  @Test
  void factsCanBeGivenByName() {
    CliRun run =
        run(
            words(
                "check --action supply --fact chip.id=nvidia-l4 --fact chip.designedIn=US"
                    + " --fact chip.tpp=4800 --fact chip.performanceDensity=1"
                    + " --fact chip.datacenter=yes --fact chip.memoryBandwidth=100"
                    + " --fact chip.ioBandwidth=64 --fact site.country=VN --operator-hq VN"
                    + " --date 2026-11-25"));
    assertThat(run.output()).as(run.errors()).startsWith("LICENCE").contains("3A090.a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          check | Say --action supply, use or transfer.
          check --action buy | There is no action 'buy'
          check --action use | Say which accelerator: --chip ID
          check --action use --chip nvidia-h22 --site eu-west-2 | Did you mean nvidia-h20
          check --action use --chip h20 --site eu-west-2 | Did you mean nvidia-h20 or nvidia-h200-sxm?
          check --action use --chip nvidia-h20 --site paris | Did you mean eu-west-2?
          check --action use --chip nvidia-h20 --site eu-west-9 | There is no site 'eu-west-9'
          check --action use --chip nvidia-h20 | Say where: --site ID
          check --action use --chip nvidia-h20 --site eu-west-2 --operator-hq France | has no country 'France'
          check --action use --chip nvidia-h20 --site eu-west-2 --end-use fun | --end-use: tenant.endUse is civil
          check --action use --chip nvidia-h20 --site eu-west-2 --fact site.state=yes | There is no fact 'site.state'
          check --action use --chip nvidia-h20 --site eu-west-2 --fact chip.tpp=-1 | is a number of 0 or more
          check --action use --chip nvidia-h20 --site eu-west-2 --date soon | --date is a day such as
          matrix --action use --sites mars | There is no site of that kind.
          timeline --action use --chip nvidia-h20 | Say where: --site ID.
          check --action use --chip nvidia-h20 --site eu-west-2 --date +99999999-12-01 | --date is a day such as
          check --action use --chip nvidia-h20 --site eu-west-2 --date 1899-12-31 | Years are 1900 to 9999.
          timeline --action use --chip nvidia-h20 --site eu-west-2 --since +999999999-12-01 | --since is a day
          check --action use --chip nvidia-h20 --site eu-west-2 --fact date=foo | date belongs to the question
          check --action use --chip nvidia-h20 --site eu-west-2 --fact action=use | action belongs to the question
          test nowhere | There is no file or folder nowhere.
          test /nope/none | There is no file or folder /nope/none.
          test /dev/zero | The file /dev/zero cannot be read: it is not a file.
          judge | There is no command 'law judge'
          """)
  void wrongWordsAreAnsweredInPlainWords(String command, String words) {
    CliRun run = run(words(command));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void workMayUseNoAccelerator() {
    CliRun run = run(words("check --action use --chip none --site eu-west-2 --operator-hq FR"));
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output()).contains("work on no accelerator in Paris").doesNotContain("Class");
    assertThat(
            run(words("timeline --action use --chip none --site eu-west-2 --operator-hq FR"))
                .output())
        .startsWith("use no accelerator, Paris (FR)");
  }

  @Test
  void aFileIsWantedWhereThereIsAFolderOfRules() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("rules"), "rules: []");
    for (String command : List.of("accelerators", "check", "diff")) {
      CliRun run = CliRun.of(home, "catalog", command, "--catalog", own.toString());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors()).contains("rules: error: This is not a folder");
    }
  }

  @Test
  void theMatrixHasEveryChipAndEverySite() throws IOException {
    String[] words = words("matrix --action supply --operator-hq CN --date 2026-11-25");
    CliRun text = run(words);
    assertThat(text.output())
        .containsPattern("(?m)^ACCELERATOR +CN +HK +SG")
        .containsPattern("(?m)^nvidia-rtxpro6000d +X +\\?")
        .containsPattern("(?m)^nvidia-h100-sxm +L +L")
        .contains("cn-beijing", NOTICE);
    Json json =
        run(words("matrix --action supply --operator-hq CN --date 2026-11-25 -o json")).json();
    assertThat(json.get("cells").items()).hasSize(40 * 34);
    Path picture = folder.resolve("m.svg");
    run(words("matrix --action use --operator-hq FR --svg " + picture));
    assertThat(Files.readString(picture))
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains("nvidia-h100-sxm, eu-west-2: allow", NOTICE, "eu-central-1 DE");
  }

  @Test
  void theTimelineTellsEachChange() throws IOException {
    String words =
        "timeline --action supply --chip nvidia-h200-sxm --site cn-beijing --operator-hq CN"
            + " --date 2026-11-25";
    assertThat(run(words(words)).output())
        .containsPattern("2023-11-17 +licence +us-742.6-dest-a-text, us-hq-ultimate-parent")
        .containsPattern("2026-01-13 +deny +cn-customs-h200")
        .containsPattern("2026-01-28 +licence +us-h200-2026, cn-h200-conditional")
        .contains(NOTICE);
    Path picture = folder.resolve("t.svg");
    run(words(words + " --svg " + picture));
    assertThat(Files.readString(picture)).contains("from 2026-01-13", "cn-customs-h200", NOTICE);
    assertThat(run(words(words + " -o json")).json().get("verdicts").items()).hasSizeGreaterThan(3);
  }

  @Test
  void rulesAreListedAndShownWhole() {
    assertThat(run("rules").output()).contains("us-h20-letter", "cn-state-dc", "eu-gdpr-v", NOTICE);
    assertThat(run("rules", "us-h20-letter").output())
        .contains("NVIDIA Form 8-K", "when ", "licence", "from 2025-04-09");
    assertThat(run(words("rules MY -o csv")).output())
        .startsWith("id,title,jurisdiction,")
        .contains("my-sta-ai-chips", "my-pdpa-129");
    assertThat(run(words("rules us-h20-letter -o json")).json().get("rules").items()).hasSize(1);
    assertThat(CliRun.of(home, "catalog", "show", "us-h20-letter").output())
        .contains("Letters of April 2025", NOTICE);
    assertThat(run("classes", "nvidia-h20").output())
        .containsPattern("nvidia-h20 +not 3A090 +2,368 +2.9091 +high");
  }

  @Test
  void casesAreTested() throws IOException {
    CliRun ours = run("test", Path.of("../catalog/law-tests").toString());
    assertThat(ours.exitCode()).as(ours.output()).isZero();
    assertThat(ours.output()).containsPattern("OK: [0-9]+ cases, all as expected.");

    Path file = folder.resolve("mine.yaml");
    String test =
        """
        tests:
          - name: H100 to Paris
            source: nobody
            action: supply
            date: 2026-11-25
            chip: nvidia-h100-sxm
            site: eu-west-2
            facts: {operator.headquarters: FR}
            expect: deny
        """;
    Files.writeString(file, test);
    CliRun wrong = run("test", folder.toString());
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output())
        .contains("FAILED  H100 to Paris", file + ":2", "the verdict is allow, expected deny");
    Files.writeString(file, test.replace("nvidia-h100-sxm", "nvidia-h1000"));
    CliRun bad = run("test", file.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.errors()).contains(file + ":2", "no accelerator 'nvidia-h1000'");
  }

  @Test
  void aRuleThatCannotBeUsedIsToldWithFileLineAndField() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("own/rules"));
    Path file = rules.resolve("mine.yaml");
    Files.writeString(
        file,
        """
        rules:
          - id: mine
            jurisdiction: FR
            authority: us
            title: a title
            citation: a law
            source: a paper
            confidence: high
            actions: [use]
            status: in force
            inForce: [{from: 2026-01-01, to: 2026-06-30}, {from: 2026-06-30}]
            cases:
              - when: chip.tops > 4800 && site.country == 'XX'
                effect: deny
                sentence: No.
        """);
    for (List<String> command :
        List.of(
            List.of("catalog", "check"),
            List.of("law", "rules"),
            List.of("law", "check", "--action", "use"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--catalog", folder.resolve("own").toString()));
      CliRun run = CliRun.of(home, words.toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors())
          .contains(file + ":11", "overlaps an earlier one", file + ":13", "when:", "undeclared");
    }
    Files.writeString(
        file,
        Files.readString(file)
            .replace("2026-06-30}]", "2026-09-01}]")
            .replace("chip.tops > 4800 && site.country == 'XX'", "chip.tpp > 4800"));
    CliRun holes =
        CliRun.of(home, "catalog", "check", "--catalog", folder.resolve("own").toString());
    assertThat(holes.exitCode()).isZero();
    assertThat(holes.errors()).contains("not in force between 2026-06-30 and 2026-09-01");
    assertThat(
            CliRun.of(home, "catalog", "diff", "--catalog", folder.resolve("own").toString())
                .output())
        .contains("rules", "added     mine");
  }

  @Test
  void whatWasCheckedOnceIsRemembered() {
    Map<String, String> environment = Map.of("SESAMO_DIST", folder.resolve("dist").toString());
    String[] words =
        words("law check --action use --chip nvidia-h20 --site eu-west-2 --operator-hq FR -o json");
    CliRun first = CliRun.of(home, environment, words);
    assertThat(folder.resolve("dist/law")).isNotEmptyDirectory();
    assertThat(CliRun.of(home, environment, words)).isEqualTo(first);
  }
}
