package io.sesamo.model.fleet;

import io.sesamo.model.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what each tenant may use, and whether it goes together. */
final class TenantTree {

  /** As a workflow names its tenant. */
  static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}(/[A-Za-z0-9][A-Za-z0-9_-]{0,62}){0,7}");

  private static final double HEAVIEST = 1_000_000;

  /**
   * As the file has it.
   *
   * @param quota its fields, maybe none
   */
  private record Wish(
      Entry quota, OptionalInt guaranteed, OptionalInt most, OptionalDouble weight) {

    long limit() {
      return most.orElse(Integer.MAX_VALUE);
    }
  }

  private final Map<String, Wish> wishes = new LinkedHashMap<>();

  /** The tenant itself, or the nearest above it, that is among those known. */
  static Optional<String> nearest(String name, Collection<String> known) {
    String part = name;
    while (!known.contains(part)) {
      int slash = part.lastIndexOf('/');
      if (slash < 0) {
        return Optional.empty();
      }
      part = part.substring(0, slash);
    }
    return Optional.of(part);
  }

  /** Notes what the file says of a tenant. */
  void add(String name, Entry tenant) {
    Mapping map = tenant.section("quota").orElse(Mapping.empty(tenant.map().where()));
    Entry quota = tenant.part("'quota' of " + tenant.owner(), map, FleetFields.QUOTA);
    Amounts amounts = new Amounts(quota);
    OptionalInt guaranteed = amounts.whole("guaranteed", 0, FleetFile.MOST_ACCELERATORS);
    OptionalInt most = amounts.whole("most", 0, FleetFile.MOST_ACCELERATORS);
    if (guaranteed.isPresent() && most.isPresent() && guaranteed.getAsInt() > most.getAsInt()) {
      quota.wrong(
          "guaranteed",
          "is more than 'most': " + guaranteed.getAsInt() + " against " + most.getAsInt() + ".",
          "");
    }
    OptionalDouble weight = new Amounts(tenant).number("weight", "", 0, HEAVIEST);
    if (weight.isPresent() && weight.getAsDouble() == 0) {
      tenant.wrong(
          "weight", "must be more than 0.", "Who is to get nothing needs quota: {most: 0}.");
    }
    wishes.put(name, new Wish(quota, guaranteed, most, weight));
  }

  /** All shares, in the order of the file. */
  Map<String, Share> shares() {
    Map<String, List<String>> children = new HashMap<>();
    wishes
        .keySet()
        .forEach(name ->
            parent(name)
                .ifPresent(up -> children.computeIfAbsent(up, any -> new ArrayList<>()).add(name)));
    Map<String, Share> shares = new LinkedHashMap<>();
    wishes.forEach((name, wish) -> {
      long below = below(name, children);
      String limit = below > wish.guaranteed().orElse(Integer.MAX_VALUE) ? "guaranteed" : "most";
      if (below > Math.min(wish.guaranteed().orElse(Integer.MAX_VALUE), wish.limit())) {
        wish.quota()
            .wrong(
                limit,
                "is less than the %d that its children are guaranteed together.".formatted(below),
                "Raise it, or lower theirs.");
      }
      long guaranteed = wish.guaranteed().isPresent() ? wish.guaranteed().getAsInt() : below;
      shares.put(
          name,
          new Share(
              name,
              parent(name),
              (int) Math.min(guaranteed, FleetFile.MOST_ACCELERATORS),
              wish.most(),
              wish.weight().orElse(1)));
    });
    return shares;
  }

  private Optional<String> parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : nearest(name.substring(0, slash), wishes.keySet());
  }

  /** What the children of a tenant are guaranteed together. */
  private long below(String name, Map<String, List<String>> children) {
    long sum = 0;
    for (String child : children.getOrDefault(name, List.of())) {
      Wish wish = wishes.get(child);
      sum +=
          wish != null && wish.guaranteed().isPresent()
              ? wish.guaranteed().getAsInt()
              : below(child, children);
    }
    return sum;
  }
}
