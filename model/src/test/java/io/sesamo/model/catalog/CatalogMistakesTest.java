package io.sesamo.model.catalog;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator's folder can have wrong in it is told with its place, and nothing breaks. */
class CatalogMistakesTest {

  private static final CatalogFolder OURS = new CatalogFolder.Shipped();
  private static final String SITE =
      "id,city,country,latitude,longitude,status,zones,"
          + "electricity_usd_kwh,electricity_confidence,carbon_g_kwh,carbon_year,pue,water_stress,"
          + "state_funded,announced,confidence,source";
  private static final String CHIP =
      "id,vendor,name,designed_in,process,die_mm2,fp16_tflops,"
          + "eight_bit_tops,fp4_tflops,memory_gb,memory_type,memory_gb_s,interconnect,"
          + "interconnect_gb_s,power_w,renders_images,stacks,datacenter,tpp,performance_density,"
          + "confidence,source,notes";
  private static final String GROUP = "group,country,from,to,confidence,source";
  private static final String PRICE =
      "accelerator,kind,currency,low,usual,high,date,confidence,source,notes";
  private static final String TRIP = "from,to,ms,km,confidence,method";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Lab,Ulm,DE,48,10,open,,,low,,,,,,,low,us | 'id' is 'Lab'. Use lower-case",
        "lab,,DE,48,10,open,,,low,,,,,,,low,us | 'city' is empty.",
        "lab,Ulm,XX,48,10,open,,,low,,,,,,,low,us | 'country' names XX, which is not in countries",
        "lab,Ulm,de,48,10,open,,,low,,,,,,,low,us | 'country' is 'de'. Write a country as ISO",
        "lab,Ulm,DE,91,10,open,,,low,,,,,,,low,us | 'latitude' is 91, not from -90 to 90.",
        "lab,Ulm,DE,48,-181,open,,,low,,,,,,,low,us | 'longitude' is -181, not from -180 to 180.",
        "lab,Ulm,DE,north,10,open,,,low,,,,,,,low,us | 'latitude' is 'north', not a number.",
        "lab,Ulm,DE,,10,open,,,low,,,,,,,low,us | 'latitude' is empty.",
        "lab,Ulm,DE,48,10,open,2.5,,low,,,,,,,low,us | 'zones' is '2.5', not a whole number",
        "lab,Ulm,DE,48,10,open,,-1,low,,,,,,,low,us | 'electricity_usd_kwh' is -1, less than 0.",
        "lab,Ulm,DE,48,10,open,,NaN,low,,,,,,,low,us | 'electricity_usd_kwh' is 'NaN', not a",
        "lab,Ulm,DE,48,10,open,,1e999,low,,,,,,,low,us | 'electricity_usd_kwh' is '1e999', not a",
        "lab,Ulm,DE,48,10,open,,,,,,,,,,low,us | 'electricity_confidence' is empty. It is one of",
        "lab,Ulm,DE,48,10,open,,,low,1,1066,,,,,low,us | 'carbon_year' is '1066', not a whole",
        "lab,Ulm,DE,48,10,open,,,low,,,0.9,,,,low,us | 'pue' is 0.9, less than 1.",
        "lab,Ulm,DE,48,10,open,,,low,,,,,maybe,,low,us | 'state_funded' is 'maybe'. It is yes or",
        "lab,Ulm,DE,48,10,open,,,low,,,,,,,sure,us | 'confidence' is 'sure'. It is one of high,",
        "lab,Ulm,DE,48,10,open,,,low,,,,,,,low, | 'source' is empty. Say where the row is from",
      })
  void sites(String row, String words) throws IOException {
    assertProblem("sites.csv", SITE + "\n" + row + "\n", 2, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "c,V,N,US,,-1,,,,,,,,,,,,yes,,,low,us, | 'die_mm2' is -1, not above zero. Leave it empty",
        "c,V,N,US,,0,,,,,,,,,,,,yes,,,low,us, | 'die_mm2' is 0, not above zero.",
        "c,V,N,US,,,Infinity,,,,,,,,,,,yes,,,low,us, | 'fp16_tflops' is 'Infinity', not a number",
        "c,V,N,USA,,,,,,,,,,,,,,yes,,,low,us, | 'designed_in' is 'USA'. Write countries as ISO",
        "c,V,N,US;XX,,,,,,,,,,,,,,yes,,,low,us, | 'designed_in' names XX, which is not in",
        "c,V,N,US,,,,,,,,,,,,,,,,,low,us, | 'datacenter' is empty.",
        "c--d,V,N,US,,,,,,,,,,,,,,yes,,,low,us, | 'id' is 'c--d'.",
      })
  void accelerators(String row, String words) throws IOException {
    assertProblem("accelerators.csv", CHIP + "\n" + row + "\n", 2, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "D:5,CY,2024-02-30,,low,us | 'from' is '2024-02-30', not a day. Write a day as in",
        "D:5,CY,2024-02-02,2024-02-01,low,us | 'from' is a day after the one in 'to'.",
        "D 5,CY,,,low,us | 'group' is 'D 5'.",
        "D:5,QQ,,,low,us | 'country' names QQ, which is not in countries.csv.",
      })
  void groups(String row, String words) throws IOException {
    assertProblem("groups.csv", GROUP + "\n" + row + "\n", 2, words);
  }

  @Test
  void overlappingMemberships() throws IOException {
    assertProblem(
        "groups.csv",
        GROUP + "\nD:5,CY,2023-01-01,,low,us\nD:5,CY,,2023-01-01,low,us\n",
        2,
        "The membership of CY in D:5 begins before the one of line 3 ends.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nvidia-h21,rental,USD,,1,,,low,us, | 'accelerator' names nvidia-h21, which is not in acc",
        "nvidia-h20,lease,USD,,1,,,low,us, | 'kind' is 'lease'. It is one of rental, contract,",
        "nvidia-h20,rental,$,,1,,,low,us, | 'currency' is '$'. Write a currency as ISO 4217 does",
        "nvidia-h20,rental,USD,2,1,,,low,us, | 'low' and 'usual' and 'high' are not in this order",
        "nvidia-h20,rental,USD,2,,1,,low,us, | 'low' and 'usual' and 'high' are not in this order",
        "nvidia-h20,rental,USD,-2,,1,,low,us, | 'low' is -2, less than 0.",
        "nvidia-h20,rental,USD,,1,,May,low,us, | 'date' is 'May'. Write a year, month or day",
        "nvidia-h20,rental,USD,,1,,2026-13,low,us, | 'date' is '2026-13'.",
        "nvidia-h20,rental,USD,,1,,2026-02-30,low,us, | 'date' is '2026-02-30', not a day.",
      })
  void prices(String row, String words) throws IOException {
    assertProblem("prices.csv", PRICE + "\n" + row + "\n", 2, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eu-west-1,eu-west-9,9,9,low,us | 'to' names eu-west-9, which is not in sites.csv.",
        "eu-west-1,eu-west-1,9,9,low,us | 'to' is the same site as 'from'.",
        "eu-west-1,eu-west-2,,9,low,us | 'ms' is empty.",
      })
  void roundTrips(String row, String words) throws IOException {
    assertProblem("rtt.csv", TRIP + "\n" + row + "\n", 2, words);
  }

  @Test
  void rowsThatAreThereTwice() throws IOException {
    String rows = "eu-west-1,eu-west-2,9,344,low,us\n\neu-west-2,eu-west-1,9,344,low,us\n";
    assertProblem(
        "rtt.csv", TRIP + "\n" + rows, 4, "There is a row of eu-west-1 eu-west-2 before in this");
    assertProblem(
        "countries.csv", "code,name\nQQ,A\nQQ,B\n", 3, "There is a row of QQ before in this file.");
  }

  @Test
  void columnsAndCellsThatDoNotFit() throws IOException {
    assertProblem("countries.csv", "", 0, "There is no column code, name.");
    assertProblem("countries.csv", "code\nDE\n", 1, "There is no column name. The first line");
    assertProblem("countries.csv", "code,name,colour\n", 1, "no such column as 'colour'");
    assertProblem("countries.csv", "code,name,name\n", 1, "A column is named twice.");
    assertProblem("countries.csv", "code;name\nDE;Germany\n", 1, "semicolons between its cells");
    assertProblem("countries.csv", "code,name\n\nDE\n", 3, "This row has 1 cells");
    assertProblem("countries.csv", "code,name\nDE,a,b\n", 2, "This row has 3 cells");
    assertProblem("countries.csv", "code,name\nDE,\"a\nb,c\n", 2, "quotes of this row do not");
    assertProblem("countries.csv", "code,name\nDE,\"a\" b\n", 2, "or text stands behind them");
    assertProblem("countries.csv", "code,name\nQQ,\"a\nb\"\nq,c\n", 4, "'code' is 'q'.");
  }

  @Test
  void whatIsNoTextFileOrTooLarge() throws IOException {
    Files.write(folder.resolve("sites.csv"), new byte[] {'i', 'd', (byte) 0xff});
    assertProblem("sites.csv", 0, "The file is not text in UTF-8. Save it as UTF-8.");
    Files.write(folder.resolve("sites.csv"), new byte[CatalogFolder.MOST_BYTES + 1]);
    assertProblem("sites.csv", 0, "The file cannot be read: it has more than 8 MiB.");
    Files.delete(folder.resolve("sites.csv"));
    Files.createDirectory(folder.resolve("sites.csv"));
    assertProblem("sites.csv", 0, "The file cannot be read: it is not a file.");
    Files.delete(folder.resolve("sites.csv"));
    assertProblem("sites.csv", ",".repeat(8_000_000), 0, "more than 1000000 cells");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "asOf: soon", "notice: x", "- 1", "asOf: [", "asOf: 2026-02-30"})
  void theDayOfTheFacts(String text) throws IOException {
    Files.writeString(folder.resolve("catalog.yaml"), text);
    assertThat(refused()).isNotEmpty().allMatch(problem -> !problem.message().isEmpty());
  }

  @Test
  void aFolderWithoutADay() {
    assertThat(CatalogReader.read(List.of(new CatalogFolder.Own(folder))))
        .isInstanceOfSatisfying(
            CatalogResult.Refused.class, refused -> assertThat(refused.problems()).hasSize(1));
  }

  @Test
  void allIsToldAtOnceInItsOrderButNotWithoutEnd() throws IOException {
    Files.writeString(folder.resolve("rtt.csv"), TRIP + "\nA,b,1,x,low,us\n");
    Files.writeString(folder.resolve("countries.csv"), "code,name\n" + "1,x\n".repeat(40));
    assertThat(refused())
        .hasSize(42)
        .extracting(problem -> problem.where().line())
        .startsWith(2, 3, 4)
        .endsWith(41, 2, 2);
    Files.writeString(folder.resolve("countries.csv"), "code,name\n" + "1,x\n".repeat(4000));
    assertThat(refused()).hasSize(100);
  }

  /** Whatever a slip of the hand does to a file, reading it gives an answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog.yaml",
        "accelerators.csv",
        "sites.csv",
        "countries.csv",
        "groups.csv",
        "prices.csv",
        "rtt.csv"
      })
  void randomEdits(String file) throws IOException {
    String named = // what its rows speak of
        switch (file) {
          case "rtt.csv" -> "sites.csv";
          case "prices.csv" -> "accelerators.csv";
          default -> file;
        };
    for (String name : List.of("catalog.yaml", "countries.csv", named)) {
      Files.writeString(folder.resolve(name), OURS.read(name).orElseThrow());
    }
    String text = OURS.read(file).orElseThrow().lines().limit(40).collect(joining("\n"));
    Random random = new Random(file.hashCode());
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      Files.writeString(folder.resolve(file), edited(text, random));
      List<CatalogFolder> folders = List.of(new CatalogFolder.Own(folder));
      if (CatalogReader.read(folders) instanceof CatalogResult.Refused no) {
        refused++;
        assertThat(no.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
      } else {
        assertThat(CatalogCheck.check(folders)).hasSizeLessThanOrEqualTo(100);
      }
    }
    assertThat(refused).isBetween(200, 1999);
  }

  private static String edited(String text, Random random) {
    String pieces = ",\"\n\r;-.:09aZ \0\u00e9\ufeff\u2028[{&*";
    StringBuilder edited = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int from = random.nextInt(edited.length());
      int to = Math.min(edited.length(), from + random.nextInt(8));
      String piece = String.valueOf(pieces.charAt(random.nextInt(pieces.length())));
      edited.replace(from, to, random.nextBoolean() ? piece : "");
    }
    return edited.toString();
  }

  private void assertProblem(String file, String text, int line, String words) throws IOException {
    Files.writeString(folder.resolve(file), text);
    assertProblem(file, line, words);
  }

  private void assertProblem(String file, int line, String words) {
    String place = folder.resolve(file) + (line == 0 ? "" : ":" + line) + ": error: ";
    assertThat(refused())
        .extracting(Problem::toString)
        .as(words)
        .anySatisfy(text -> assertThat(text).startsWith(place).contains(words));
  }

  private List<Problem> refused() {
    return switch (CatalogReader.read(List.of(OURS, new CatalogFolder.Own(folder)))) {
      case CatalogResult.Accepted accepted ->
          throw new AssertionError("was taken: " + accepted.catalog().version());
      case CatalogResult.Refused refused -> refused.problems();
    };
  }
}
