package io.sesamo.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people mistype, and what they are told. */
class FleetMistakesTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants:
        acme: {quota: {guaranteed: 64, most: 256}, weight: 2}
        acme/arms: {quota: {guaranteed: 16}}
      sites:
        - site: eu-west-2
          electricity: 0.18
          pools:
            - name: paris
              backend: local
              emulated: true
              tenants: [acme]
              labels: {tier: gold}
              platforms:
                - name: h100
                  accelerator: nvidia-h100-sxm
                  accelerators: 8
                  cpu: 96
                  memory: 1Ti
                  nodes: 20
                  topology: {rack: 4, segment: 16}
                  price: 2.95
                - {name: sim, cpu: 8, memory: 32Gi, nodes: [left, right]}
        - site: me-east-1
          pools: [{name: dubai}]
      network:
        links: [{from: eu-west-2, to: me-east-1, bandwidth: 1 Gbit/s, egress: 0.1}]
      placement: {objective: time, minimumRun: 5m, movesPerHour: 3}
      """;

  @Test
  void isRightAsItStands() {
    assertThat(Fleets.accepted(FLEET).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // numbers
        "nodes: 20 | nodes: -20 | 20:20: error: 'nodes' of platform 'h100' must be a whole number"
            + " from 1 to 200000, not -20.",
        "nodes: 20 | nodes: 1000000 | 20:20: error: 'nodes' of platform 'h100' must be a whole"
            + " number from 1 to 200000, not 1000000.",
        "nodes: 20 | nodes: 020 | not 020.",
        "nodes: 20 | nodes: 1:30 | not 1:30.",
        "nodes: 20 | nodes: 2.5 | must be a whole number from 1 to 200000, not 2.5.",
        "nodes: 20 | nodes: many | must be a whole number from 1 to 200000, not many.",
        "nodes: 20 | nodes: {a: 1} | 'nodes' of platform 'h100' must be a whole number.",
        "nodes: 20 | nodes: [] | 'nodes' of platform 'h100' has no names.",
        "accelerators: 8 | accelerators: -8 | 17:27: error: 'accelerators' of platform 'h100' must"
            + " be a whole number from 0 to 64, not -8.",
        "accelerators: 8 | accelerators: 800 | from 0 to 64, not 800.",
        "cpu: 96 | cpu: .nan | 'cpu' of platform 'h100' must be a number from 0.001 to 4096, not"
            + " .nan. It counts in cores.",
        "cpu: 96 | cpu: .inf | not .inf.",
        "cpu: 96 | cpu: yes | not yes.",
        "price: 2.95 | price: -1 | 'price' of platform 'h100' must be a number from 0 to 1000, not"
            + " -1. It counts in USD/h.",
        "price: 2.95 | price: 3 EUR | not 3 EUR. It counts in USD/h.",
        "electricity: 0.18 | electricity: 18 | 'electricity' of site 'eu-west-2' must be a number"
            + " from 0 to 10, not 18. It counts in USD/kWh.",
        "electricity: 0.18 | pue: 0.9 | 'pue' of site 'eu-west-2' must be a number from 1 to 10,"
            + " not 0.9.",
        "electricity: 0.18 | carbon: 1e9 | 'carbon' of site 'eu-west-2' must be a number from 0 to"
            + " 5000, not 1e9.",
        // amounts
        "memory: 1Ti | memory: 64 | 19:21: error: 'memory' of platform 'h100' has no unit: 64."
            + " Write 64Gi if GiB are meant.",
        "memory: 1Ti | memory: 1Tb | 'memory' of platform 'h100' is no amount: '1Tb'. Unit 'Tb' is"
            + " not known; write '1T' or '1Ti'.",
        "memory: 1Ti | memory: -1Ti | is no amount: '-1Ti'.",
        "memory: 1Ti | memory: 1025Ti | 19:21: error: 'memory' of platform 'h100' must be at most"
            + " 1024Ti, not 1025Ti. No machine has more. Is the unit right?",
        "memory: 1Ti | storage: 102401Ti | 19:22: error: 'storage' of platform 'h100' must be at"
            + " most 102400Ti, not 102401Ti.",
        "1 Gbit/s | 10 | 'bandwidth' of a link must be more than 0 and at most 1000 Tbit/s, not 10."
            + " Write a number with",
        "1 Gbit/s | 0 Gbit/s | not 0 Gbit/s.",
        "minimumRun: 5m | minimumRun: 300 | 'minimumRun' of 'placement' must be a length of time up"
            + " to a year, not 300. Write one number",
        "movesPerHour: 3 | movesPerHour: 0 | 'movesPerHour' of 'placement' must be a whole number"
            + " from 1 to 20, not 0.",
        "movesPerHour: 3 | movesPerHour: 21 | must be a whole number from 1 to 20, not 21.",
        "movesPerHour: 3 | ageing: 500us | 28:54: error: 'ageing' of 'placement' must be a length"
            + " of time from 1 s up to a year, not 500us. Write one number",
        "movesPerHour: 3 | ageing: PT0.0005S | not PT0.0005S.",
        "movesPerHour: 3 | ageing: 999ms | not 999ms.",
        "movesPerHour: 3 | ageing: 366d | not 366d.",
        // names that there are not
        "nvidia-h100-sxm | nvidia-h100 | 16:26: error: The catalogue has no accelerator"
            + " 'nvidia-h100'. Did you mean nvidia-h100-sxm?",
        "nvidia-h100-sxm | H100 SXM5 | Did you mean nvidia-h100-sxm?",
        "nvidia-h100-sxm | quantum | `sesamo catalog accelerators` lists them.",
        "site: me-east-1 | site: dubai | 24:11: error: The catalogue has no site 'dubai'. Did you"
            + " mean me-east-1?",
        "site: me-east-1 | site: me-east-2 | Did you mean me-east-1?",
        "headquarters: FR | headquarters: France | 1:41: error: The catalogue has no country"
            + " 'France'. Did you mean FR?",
        "headquarters: FR | headquarters: ZZ | Use two capital letters (ISO 3166-1), such as FR or"
            + " JP.",
        "tenants: [acme] | tenants: [acne] | 12:19: error: 'tenants' of pool 'paris' names 'acne',"
            + " which is no tenant. Did you mean acme?",
        "tenants: [acme] | tenants: acme | 'tenants' of pool 'paris' must be a list of names. Write"
            + " it in brackets",
        "from: eu-west-2 | from: eu-west-1 | 27:18: error: 'from' of a link is 'eu-west-1', which"
            + " is no site of this fleet. Did you mean eu-west-2?",
        "from: eu-west-2 | from: me-east-1 | 'to' of a link is where it comes from.",
        "backend: local | backend: slurm | 10:18: error: 'backend' of pool 'paris' cannot be"
            + " 'slurm' yet. So far there is local",
        "backend: local | backend: loco | 'backend' of pool 'paris' cannot be 'loco'. Write local.",
        "objective: time | objective: speed | 'objective' of 'placement' cannot be 'speed'. Write"
            + " time or cost or carbon or balanced.",
        // names given twice
        "nodes: [left, right] | nodes: 1, nodes: 2 | 23:57: error: The key 'nodes' is given twice."
            + " Remove one of them.",
        "site: me-east-1 | site: eu-west-2 | 24:11: error: 'site' of a site is given twice:"
            + " 'eu-west-2'. List all its pools under the first.",
        "name: dubai | name: any | 25:20: error: 'name' of a pool cannot be 'any'. That is what"
            + " people say who leave the choice of the pool to Sesamo.",
        "name: dubai | name: paris | 25:20: error: 'name' of a pool is given twice: there are two"
            + " pools 'paris'. A pool is at one site.",
        "name: dubai | name: eu-west-2 | 25:20: error: 'name' of a pool is the id of another site"
            + " of the fleet: 'eu-west-2'. Choose another",
        "name: paris | name: me-east-1 | 9:15: error: 'name' of a pool is the id of another site of"
            + " the fleet: 'me-east-1'.",
        "name: sim | name: h100 | 23:20: error: 'name' of a platform is given twice: pool 'paris'"
            + " has two platforms 'h100'.",
        "left, right | left, left | 23:61: error: platform 'sim' has two nodes 'left'.",
        "left, right | left, h100-0020 | and of platform 'h100' both have the node 'h100-0020'.",
        // names that cannot be
        "left, right | left, a b | 23:61: error: A node cannot be named 'a b'. Use letters",
        "name: dubai | name: du/bai | 'name' of a pool cannot be 'du/bai'. Use letters",
        "name: dubai | name: on | 25:20: error: YAML reads on as something else than a text. Write"
            + " \"on\".",
        "name: dubai | nam: dubai | a pool has no field 'nam'. Did you mean name?",
        "acme/arms: | acme//arms: | 4:3: error: A tenant cannot be named 'acme//arms'.",
        "tier: gold | tier: '' | The label tier= is not allowed.",
        "emulated: true | emulatde: true | 11:9: error: a pool has no field 'emulatde'. Did you"
            + " mean emulated?",
        "emulated: true | emulated: maybe | 'emulated' of pool 'paris' must be true or false.",
        // what does not go together
        "guaranteed: 64 | guaranteed: 300 | 3:30: error: 'guaranteed' of 'quota' of tenant 'acme'"
            + " is more than 'most': 300 against 256.",
        "guaranteed: 16 | guaranteed: 65 | 3:30: error: 'guaranteed' of 'quota' of tenant 'acme' is"
            + " less than the 65 that its children are guaranteed together.",
        "guaranteed: 16 | guaranteed: -1 | must be a whole number from 0 to 2000000, not -1.",
        "weight: 2 | weight: 0 | 3:54: error: 'weight' of tenant 'acme' must be more than 0. Who is"
            + " to get nothing",
        "weight: 2 | weight: -2 | 'weight' of tenant 'acme' must be a number from 0 to 1000000, not"
            + " -2.",
        "segment: 16 | segment: 10 | 21:42: error: 'segment' of 'topology' of platform 'h100' must"
            + " be a multiple of 4, the level before it, not 10.",
        "rack: 4 | rack: 0 | 'rack' of 'topology' of platform 'h100' must be a whole number from 1"
            + " to 200000, not 0.",
        "rack: 4 | tier: 4 | 'tier' of 'topology' of platform 'h100' is also among the labels."
            + " Rename one of them.",
        "cpu: 96 | labels: {} | platform 'h100' needs the field 'cpu'. The pool is emulated, so"
            + " nobody else knows it.",
        "accelerators: 8 | labels: {} | platform 'h100' needs the field 'accelerators'.",
        "nodes: 20 | labels: {} | platform 'h100' needs the field 'nodes'. Say how many there are,"
            + " or their names.",
        "name: sim, | name: sim, accelerators: 4, | platform 'sim' needs the field 'accelerator'."
            + " Else neither the law",
        "pools: [{name: dubai}] | pools: {name: dubai} | 'pools' of a site must be a list of maps.",
        "pools: [{name: dubai}] | pools: [] | 25:12: error: 'pools' of site 'me-east-1' is an empty"
            + " list. Leave the field out if nothing runs there yet.",
        "tenants: [acme] | tenants: [] | 12:18: error: 'tenants' of pool 'paris' is an empty list."
            + " Leave the field out if all may use it, else name those who may.",
        "{name: dubai} | {name: dubai, emulated: true, platforms: []} | 25:54: error: 'platforms'"
            + " of pool 'dubai' is an empty list. List its kinds of nodes",
        "{name: dubai} | {name: dubai, platforms: []} | 'platforms' of pool 'dubai' is an empty"
            + " list. Leave the field out: the pool's backend finds out",
        "{name: dubai} | {name: dubai, emulated: true} | pool 'dubai' needs the field 'platforms'."
      })
  void tellsWhatIsWrongWhereAndWhatToDo(String good, String bad, String told) {
    assertThat(FLEET).contains(good);
    String text = FLEET.replaceFirst("\\Q" + good + "\\E", bad);

    assertThat(Fleets.problems(text)).anyMatch(line -> line.contains(told));
  }

  @Test
  void manyPlatformsTogetherCanBeTooMuch() {
    String more = "          - {name: p%d, cpu: 8, memory: 32Gi, nodes: 90000}\n";
    String twoMore = IntStream.range(0, 3).mapToObj(more::formatted).collect(Collectors.joining());

    assertThat(
            Fleets.problems(FLEET.replace("  - site: me-east-1", twoMore + "  - site: me-east-1")))
        .containsExactly(
            "fleet.yaml:26:53: error: With platform 'p2' of pool 'paris' the fleet has 270022"
                + " nodes, more than the 200000 that are allowed. Is each 'nodes' right?");
    assertThat(Fleets.problems(FLEET.replace("tors: 8", "tors: 64").replace("20", "100000")))
        .containsExactly(
            "fleet.yaml:20:20: error: With platform 'h100' of pool 'paris' the fleet has 6400000"
                + " accelerators, more than the 2000000 that are allowed. Is each 'nodes' right?");
  }

  /** Of each node no more than there can be, but of all more than a long holds. */
  @Test
  void muchMemoryOnManyNodesIsTooMuch() {
    String text = FLEET.replace("nodes: 20", "nodes: 100000");

    assertThat(Fleets.problems(text.replace("memory: 1Ti", "memory: 1024Ti")))
        .containsExactly(
            "fleet.yaml:19:21: error: With platform 'h100' of pool 'paris' the fleet has"
                + " 102400000Ti of memory, more than the 4194304Ti that are allowed. Is each"
                + " 'memory' right?");
    assertThat(Fleets.problems(text.replace("tors: 8", "tors: 8\n            storage: 102400Ti")))
        .containsExactly(
            "fleet.yaml:18:22: error: With platform 'h100' of pool 'paris' the fleet has"
                + " 10240000000Ti of storage, more than the 4194304Ti that are allowed. Is each"
                + " 'storage' right?");
  }

  @Test
  void whatIsQuotedOfTheFileIsCut() {
    String cut = "y".repeat(57) + "...";

    assertThat(Fleets.problems(FLEET.replace("name: dubai", "name: " + "y".repeat(5000))))
        .containsExactly(
            "fleet.yaml:25:20: error: 'name' of a pool cannot be '"
                + cut
                + "'. Use letters, digits, ., - and _, at most 63 of them.");
    assertThat(Fleets.problems(FLEET.replace("nodes: 20", "nodes: " + "y".repeat(5000))))
        .containsExactly(
            "fleet.yaml:20:20: error: 'nodes' of platform 'h100' must be a whole number from 1 to"
                + " 200000, not "
                + cut);
  }

  @Test
  void aFileWithNothingOrTooMuchInItIsNoFleet() {
    assertThat(Fleets.problems(""))
        .containsExactly("fleet.yaml: error: The file is empty. It begins with operator.");
    assertThat(Fleets.problems("# later\n"))
        .containsExactly("fleet.yaml: error: The file is empty. It begins with operator.");
    assertThat(Fleets.problems("- a\n")).singleElement().asString().contains("is a map.");
    assertThat(Fleets.problems("operator: {}\nsites: " + "[".repeat(200)))
        .containsExactly(
            "fleet.yaml:2:67: error: This is not valid YAML: it is nested more than 60 deep.");
    assertThat(Fleets.problems("sites: " + "{a: ".repeat(200)))
        .containsExactly(
            "fleet.yaml:1:241: error: This is not valid YAML: it is nested more than 60 deep.");
    String deepest = "sites: " + "[".repeat(58) + "x" + "]".repeat(58);
    assertThat(Fleets.problems(deepest)).noneMatch(line -> line.contains("nested"));
  }

  @Test
  void aFleetHasSites() {
    assertThat(Fleets.problems("operator: {name: Example, headquarters: FR}\nsites: []\n"))
        .containsExactly(
            "fleet.yaml:2:8: error: 'sites' of the fleet is an empty list. List the sites with"
                + " their pools.");
  }

  /** Who drains that name means all of the site, and so the pool. */
  @Test
  void aPoolCanBeCalledLikeItsOwnSite() {
    assertThat(Fleets.accepted(FLEET.replace("name: dubai", "name: me-east-1")).warnings())
        .isEmpty();
  }

  @Test
  void moreIsGuaranteedThanThereIs() {
    String text = FLEET.replace("64, most: 256", "640").replace("    pools: [{name: dubai}]\n", "");

    assertThat(Fleets.accepted(text).warnings())
        .extracting(Object::toString)
        .containsExactly(
            "fleet.yaml:3:3: warning: Tenants are guaranteed 640 accelerators together, and the"
                + " fleet has 160. Not all can get what is theirs at one time.");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String each = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (each + ", ").repeat(9) + each + "]\n");
    }

    assertThat(Fleets.problems(bomb + FLEET)).hasSize(1).first().asString().contains("Aliases");
  }

  @Test
  void whatIsNoFleetIsRefusedToo() {
    assertThat(Fleets.problems("- a")).first().asString().contains("It begins with operator.");
    assertThat(Fleets.problems("sites: [")).first().asString().contains("This is not valid YAML");
    assertThat(Fleets.problems("{}")).hasSize(2);
  }
}
