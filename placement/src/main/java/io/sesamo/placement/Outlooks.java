package io.sesamo.placement;

import io.sesamo.placement.Estimate.Onward;
import io.sesamo.placement.Estimator.Bill;
import io.sesamo.placement.Estimator.Move;
import io.sesamo.placement.Estimator.Run;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Looks ahead over the groups that come after one: what the rest of its workflow would take at best
 * if this one's output lay at a site. So a first group that is cheap somewhere does not strand its
 * data there. Waits of later groups are not foreseen. A group that two others read is counted after
 * each of them.
 */
final class Outlooks {

  private final List<Layout> layouts;
  private final Network network;
  private final Objective usual;
  private final Map<Key, Onward> known = new HashMap<>();
  private final Map<Key, List<Place>> places = new HashMap<>();

  /**
   * Over a fleet.
   *
   * @param usual the objective of workflows that name none
   */
  Outlooks(List<Layout> layouts, Network network, Objective usual) {
    this.layouts = layouts;
    this.network = network;
    this.usual = usual;
  }

  private record Key(List<Stage> onward, long output, String site, String tenant, Wishes wishes) {}

  /**
   * After a stage that ran at a site.
   *
   * @param group whose tenant and wishes hold for the whole workflow
   */
  Onward after(GroupRequest group, Stage stage, String site) {
    if (stage.onward().isEmpty()) {
      return Onward.NOTHING;
    }
    Key key = new Key(stage.onward(), stage.output(), site, group.tenant(), group.wishes());
    Onward found = known.get(key);
    if (found == null) {
      found = work(group, stage, site);
      known.put(key, found);
    }
    return found;
  }

  private Onward work(GroupRequest group, Stage stage, String site) {
    double seconds = 0;
    double price = 0;
    double carbon = 0;
    for (Stage next : stage.onward()) {
      Onward best = best(group, next, new DataAt(site, stage.output()));
      seconds = Math.max(seconds, best.seconds());
      price += best.price();
      carbon += best.carbon();
    }
    return new Onward(seconds, price, carbon);
  }

  private Onward best(GroupRequest group, Stage stage, DataAt input) {
    List<Onward> ways = new ArrayList<>();
    GroupRequest next =
        new GroupRequest(
            group.id(),
            group.tenant(),
            group.priority(),
            group.readySince(),
            stage,
            group.wishes(),
            List.of(input));
    for (Place place : places(next)) {
      Move move = Estimator.move(next.data(), place.site(), network);
      Onward after = after(next, stage, place.site());
      ways.add(
          new Onward(
              move.seconds() + place.seconds() + after.seconds(),
              move.egress()
                  + place.hourly() * move.seconds() / 3600
                  + place.price()
                  + after.price(),
              place.carbon() + after.carbon()));
    }
    Objective objective = group.wishes().objective().orElse(usual);
    return Scores.best(ways, objective).orElse(Onward.NOTHING);
  }

  /**
   * Where a later stage could run, whatever its input.
   *
   * @param seconds of its run
   * @param price of that, USD
   * @param hourly price of its accelerators for an hour, USD, which they cost while data move
   * @param carbon gCO₂e
   */
  private record Place(String site, double seconds, double price, double hourly, double carbon) {}

  private List<Place> places(GroupRequest next) {
    Key key = new Key(List.of(next.stage()), 0, "", next.tenant(), next.wishes());
    List<Place> found = places.get(key);
    if (found == null) {
      found = look(next);
      places.put(key, found);
    }
    return found;
  }

  private List<Place> look(GroupRequest next) {
    Stage stage = next.stage();
    Lots lots = Lots.of(stage.tasks());
    List<Option> options = new ArrayList<>();
    Optional<String> asked = next.wishes().pool();
    for (Layout layout : layouts) {
      if (asked.isPresent() && !asked.get().equals(layout.pool().name())) {
        continue;
      }
      Option.of(next, lots, layout, why -> true).options().stream()
          .filter(option -> layout.capacity().fits(option.gang()))
          .forEach(options::add);
    }
    List<Run> runs = options.stream().map(option -> option.run(stage.work())).toList();
    List<Bill> bills = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      bills.add(options.get(i).bill(0, runs.get(i).time()));
    }
    // What is not known counts as the worst that is.
    double price = worst(bills.stream().map(Bill::price));
    double hourly = worst(options.stream().map(Option::hourly));
    double carbon = worst(bills.stream().map(Bill::carbon));
    List<Place> found = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      found.add(
          new Place(
              options.get(i).layout().pool().site().id(),
              Estimator.seconds(runs.get(i).time()),
              bills.get(i).price().orElse(price),
              options.get(i).hourly().orElse(hourly),
              bills.get(i).carbon().orElse(carbon)));
    }
    return found;
  }

  private static double worst(Stream<OptionalDouble> figures) {
    return figures.mapToDouble(value -> value.orElse(0)).max().orElse(0);
  }
}
