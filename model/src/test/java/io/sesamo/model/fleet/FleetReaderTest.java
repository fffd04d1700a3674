package io.sesamo.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetReaderTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: CN, parent: CN, usExposed: true, listedShare: 2.5}
      tenants:
        robots: {headquarters: DE, endUse: civil}
        robots/arms: {headquarters: FR}
      sites:
        - site: eu-west-2
          stateFunded: false
          pools:
            - name: default
              platforms:
                - {name: gpu, accelerator: nvidia-h20}
                - {name: cpu}
        - site: cn-beijing
          operator: {name: Partner, headquarters: SG}
      data: {mechanism: standard-clauses, remoteAccess: false}
      law: {unlawful: wait, running: stop}
      """;

  private static final Catalog CATALOG =
      switch (CatalogReader.read(List.of(new CatalogFolder.Shipped()))) {
        case CatalogResult.Accepted accepted -> accepted.catalog();
        case CatalogResult.Refused refused ->
            throw new IllegalStateException(refused.problems().toString());
      };

  @Test
  void readsAllThatItSays() {
    FleetFile fleet =
        switch (FleetReader.read("fleet.yaml", FLEET, CATALOG)) {
          case FleetReader.Result.Accepted accepted -> accepted.fleet();
          case FleetReader.Result.Refused refused ->
              throw new AssertionError(refused.problems().toString());
        };

    FleetFile.Place place = fleet.place("default").orElseThrow();
    assertThat(place.site().site().country()).isEqualTo("FR");
    assertThat(place.site().operator().name()).isEqualTo("Example");
    assertThat(place.site().operator().listedShare()).hasValue(2.5);
    assertThat(place.site().stateFunded()).contains(false);
    assertThat(place.pool().accelerator("gpu").orElseThrow().id()).isEqualTo("nvidia-h20");
    assertThat(place.pool().accelerator("cpu")).isEmpty();
    assertThat(fleet.sites().getLast().operator().name()).isEqualTo("Partner");
    assertThat(fleet.place("elsewhere")).isEmpty();
    assertThat(fleet.law()).isEqualTo(new FleetFile.LawPolicy(true, true));
    assertThat(fleet.data().mechanism()).contains("standard-clauses");
  }

  @Test
  void aPartOfATenantIsLikeTheTenantUnlessSaidOtherwise() {
    if (!(FleetReader.read("fleet.yaml", FLEET, CATALOG)
        instanceof FleetReader.Result.Accepted(FleetFile fleet, List<Problem> warnings))) {
      throw new AssertionError();
    }
    assertThat(fleet.tenant("robots/legs/left").headquarters()).contains("DE");
    assertThat(fleet.tenant("robots/arms/left").headquarters()).contains("FR");
    assertThat(fleet.tenant("strangers"))
        .isEqualTo(FleetFile.Party.unknown("strangers"))
        .extracting(FleetFile.Party::headquarters)
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "headquarters: CN | headquarters: XX | 1:41: error: The catalogue has no country 'XX'.",
        "headquarters: CN | headquarters: NO | 1:41: error: YAML reads NO as yes or no.",
        "site: eu-west-2 | site: atlantis | 6:11: error: The catalogue has no site 'atlantis'.",
        "nvidia-h20 | nvidia-h21 | 11:38: error: The catalogue has no accelerator 'nvidia-h21'.",
        "stateFunded: false | stateFunded: 1 | 7:18: error: 'stateFunded' of a site must be true",
        "endUse: civil | endUse: fun | 3:38: error: 'endUse' of tenant 'robots' cannot be 'fun'.",
        "usExposed: true | exposed: true | 1:57: error: the operator has no field 'exposed'.",
        "listedShare: 2.5 | listedShare: 250 | must be a number from 0 to 100, not 250.",
        "name: default | nam: default | error: a pool needs the field 'name'.",
        "unlawful: wait | unlawful: run | 'unlawful' of 'law' cannot be 'run'. Write refuse or wait"
      })
  void namesWhatIsWrongAndWhere(String good, String bad, String told) {
    String text = FLEET.replaceFirst(good, bad);
    assertThat(text).isNotEqualTo(FLEET);
    if (!(FleetReader.read("fleet.yaml", text, CATALOG)
        instanceof FleetReader.Result.Refused(List<Problem> problems))) {
      throw new AssertionError("accepted");
    }
    assertThat(problems).extracting(Problem::toString).anyMatch(line -> line.contains(told));
  }
}
