package io.sesamo.model.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What sending data from site to site takes, where the catalogue does not know it: it has the round
 * trips.
 *
 * @param bandwidth between two sites, bit/s
 * @param egress USD for each GB (10⁹ bytes) that leaves a site for another
 * @param links what differs between some sites
 */
public record Network(double bandwidth, double egress, Map<Way, Link> links) {

  /** 10 Gbit/s, and 0.05 USD/GB: assumptions, in the range of what clouds sell and ask for. */
  public static final Network USUAL = new Network(10e9, 0.05, Map.of());

  public Network {
    links = Map.copyOf(links);
  }

  /** From a site to another, by their ids. */
  public record Way(String from, String to) {}

  /** What holds on a way; what is empty is as everywhere. */
  public record Link(OptionalDouble bandwidth, OptionalDouble egress) {}

  /** bit/s; without bounds within a site. */
  public double bandwidth(String from, String to) {
    return from.equals(to)
        ? Double.POSITIVE_INFINITY
        : link(from, to).map(Link::bandwidth).orElse(OptionalDouble.empty()).orElse(bandwidth);
  }

  /** USD/GB; 0 within a site. */
  public double egress(String from, String to) {
    return from.equals(to)
        ? 0
        : link(from, to).map(Link::egress).orElse(OptionalDouble.empty()).orElse(egress);
  }

  /** A link holds in both directions unless the other one is written too. */
  private Optional<Link> link(String from, String to) {
    return Optional.ofNullable(links.get(new Way(from, to)))
        .or(() -> Optional.ofNullable(links.get(new Way(to, from))));
  }
}
