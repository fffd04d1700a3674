package io.sesamo.model.catalog;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All facts but the rules, ours with the operator's on top.
 *
 * @param asOf the day to which ours were collected; what came later is not in them
 * @param version the day and a digest of everything that was read: equal versions, equal facts
 * @param accelerators by id, in the order of the files
 * @param sites by id
 * @param countries by code
 * @param memberships of countries in groups, each with its dates
 * @param prices of accelerators
 * @param roundTrips one for each pair of sites
 */
public record Catalog(
    LocalDate asOf,
    String version,
    Map<String, Accelerator> accelerators,
    Map<String, Site> sites,
    Map<String, Country> countries,
    List<Membership> memberships,
    List<Price> prices,
    List<RoundTrip> roundTrips) {

  public Catalog {
    memberships = List.copyOf(memberships);
    prices = List.copyOf(prices);
    roundTrips = List.copyOf(roundTrips);
  }

  /** The countries of a group on a day; empty when there is no such group. */
  public Set<String> group(String name, LocalDate date) {
    Set<String> members = new HashSet<>();
    for (Membership membership : memberships) {
      if (membership.group().equals(name) && membership.holds(date)) {
        members.add(membership.country());
      }
    }
    return members;
  }
}
