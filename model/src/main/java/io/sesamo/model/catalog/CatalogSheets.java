package io.sesamo.model.catalog;

import java.util.List;
import java.util.stream.DoubleStream;

/** The kinds of facts, with the columns of their files and the units of the figures. */
public final class CatalogSheets {

  public static final CatalogSheet<Accelerator> ACCELERATORS =
      new CatalogSheet<>(
          "accelerators",
          catalog -> catalog.accelerators().values(),
          Accelerator::id,
          Accelerator::id,
          List.of(
              Column.of("id", Accelerator::id),
              Column.of("vendor", Accelerator::vendor),
              Column.of("name", Accelerator::name),
              Column.of("designed_in", Accelerator::designedIn),
              Column.of("process", Accelerator::process),
              Column.of("die_mm2", "mm²", Accelerator::dieArea),
              Column.of("fp16_tflops", "TFLOPS, dense", Accelerator::fp16),
              Column.of("eight_bit_tops", "TOPS, dense", Accelerator::eightBit),
              Column.of("fp4_tflops", "TFLOPS, dense", Accelerator::fp4),
              Column.of("memory_gb", "GB", Accelerator::memory),
              Column.of("memory_type", Accelerator::memoryType),
              Column.of("memory_gb_s", "GB/s", Accelerator::memoryBandwidth),
              Column.of("interconnect", Accelerator::interconnect),
              Column.of(
                  "interconnect_gb_s", "GB/s, both directions", Accelerator::interconnectBandwidth),
              Column.of("power_w", "W", Accelerator::power),
              Column.of("renders_images", Accelerator::rendersImages),
              Column.of("stacks", Accelerator::stacks),
              Column.of("datacenter", Accelerator::datacenter),
              Column.of("tpp", "TOPS × bits", Accelerator::tpp),
              Column.of("performance_density", "TPP/mm²", Accelerator::performanceDensity),
              Column.of("confidence", Accelerator::confidence),
              Column.of("source", Accelerator::source),
              Column.of("notes", Accelerator::notes)),
          CatalogSheets::accelerator);

  public static final CatalogSheet<Site> SITES =
      new CatalogSheet<>(
          "sites",
          catalog -> catalog.sites().values(),
          Site::id,
          Site::id,
          List.of(
              Column.of("id", Site::id),
              Column.of("city", Site::city),
              Column.of("country", Site::country),
              Column.of("latitude", "°", Site::latitude),
              Column.of("longitude", "°", Site::longitude),
              Column.of("status", Site::status),
              Column.of("zones", Site::zones),
              Column.of("electricity_usd_kwh", "USD/kWh", Site::electricityPrice),
              Column.of("electricity_confidence", Site::electricityConfidence),
              Column.of("carbon_g_kwh", "gCO₂e/kWh", Site::carbonIntensity),
              Column.of("carbon_year", Site::carbonYear),
              Column.of("pue", Site::pue),
              Column.of("water_stress", Site::waterStress),
              Column.of("state_funded", Site::stateFunded),
              Column.of("announced", Site::announced),
              Column.of("confidence", Site::confidence),
              Column.of("source", Site::source)),
          CatalogSheets::site);

  public static final CatalogSheet<Country> COUNTRIES =
      new CatalogSheet<>(
          "countries",
          catalog -> catalog.countries().values(),
          Country::code,
          Country::code,
          List.of(Column.of("code", Country::code), Column.of("name", Country::name)),
          cells -> new Country(cells.country("code"), cells.required("name")));

  /** A later folder's rows of a country in a group take the place of all rows of it before. */
  public static final CatalogSheet<Membership> GROUPS =
      new CatalogSheet<>(
          "groups",
          Catalog::memberships,
          row -> row.group() + " " + row.country() + row.from().map(day -> " " + day).orElse(""),
          row -> row.group() + " " + row.country(),
          List.of(
              Column.of("group", Membership::group),
              Column.of("country", Membership::country),
              Column.of("from", Membership::from),
              Column.of("to", Membership::to),
              Column.of("confidence", Membership::confidence),
              Column.of("source", Membership::source)),
          CatalogSheets::membership);

  public static final CatalogSheet<Price> PRICES =
      new CatalogSheet<>(
          "prices",
          Catalog::prices,
          CatalogSheets::key,
          CatalogSheets::key,
          List.of(
              Column.of("accelerator", Price::accelerator),
              Column.of("kind", Price::kind),
              Column.of("currency", Price::currency),
              Column.of("low", Price::low),
              Column.of("usual", Price::usual),
              Column.of("high", Price::high),
              Column.of("date", Price::date),
              Column.of("confidence", Price::confidence),
              Column.of("source", Price::source),
              Column.of("notes", Price::notes)),
          CatalogSheets::price);

  public static final CatalogSheet<RoundTrip> ROUND_TRIPS =
      new CatalogSheet<>(
          "rtt",
          Catalog::roundTrips,
          CatalogSheets::key,
          CatalogSheets::key,
          List.of(
              Column.of("from", RoundTrip::from),
              Column.of("to", RoundTrip::to),
              Column.of("ms", "ms", RoundTrip::milliseconds),
              Column.of("km", "km", RoundTrip::kilometres),
              Column.of("confidence", RoundTrip::confidence),
              Column.of("method", RoundTrip::method)),
          CatalogSheets::roundTrip);

  /** All of them. */
  public static final List<CatalogSheet<?>> ALL =
      List.of(ACCELERATORS, SITES, COUNTRIES, GROUPS, PRICES, ROUND_TRIPS);

  private CatalogSheets() {}

  private static Accelerator accelerator(Cells cells) {
    return new Accelerator(
        cells.id("id"),
        cells.required("vendor"),
        cells.required("name"),
        cells.countries("designed_in"),
        cells.text("process"),
        cells.figure("die_mm2"),
        cells.figure("fp16_tflops"),
        cells.figure("eight_bit_tops"),
        cells.figure("fp4_tflops"),
        cells.figure("memory_gb"),
        cells.text("memory_type"),
        cells.figure("memory_gb_s"),
        cells.text("interconnect"),
        cells.figure("interconnect_gb_s"),
        cells.figure("power_w"),
        cells.truth("renders_images"),
        cells.list("stacks"),
        !cells.required("datacenter").isEmpty() && cells.truth("datacenter").orElse(false),
        cells.figure("tpp"),
        cells.figure("performance_density"),
        cells.confidence("confidence"),
        cells.source(),
        cells.text("notes"));
  }

  private static Site site(Cells cells) {
    return new Site(
        cells.id("id"),
        cells.required("city"),
        cells.country("country"),
        cells.present("latitude", -90, 90),
        cells.present("longitude", -180, 180),
        cells.required("status"),
        cells.whole("zones", 1, 1000),
        cells.between("electricity_usd_kwh", 0, Double.MAX_VALUE),
        cells.confidence("electricity_confidence"),
        cells.between("carbon_g_kwh", 0, Double.MAX_VALUE),
        cells.whole("carbon_year", 1990, 2100),
        cells.between("pue", 1, Double.MAX_VALUE),
        cells.text("water_stress"),
        cells.truth("state_funded"),
        cells.text("announced"),
        cells.confidence("confidence"),
        cells.source());
  }

  private static Membership membership(Cells cells) {
    Membership membership =
        new Membership(
            cells.group("group"),
            cells.country("country"),
            cells.date("from"),
            cells.date("to"),
            cells.confidence("confidence"),
            cells.source());
    if (membership.from().isPresent()
        && membership.to().isPresent()
        && membership.from().get().isAfter(membership.to().get())) {
      cells.wrong("from", "is a day after the one in 'to'.", "The last day is part of it.");
    }
    return membership;
  }

  private static Price price(Cells cells) {
    Price price =
        new Price(
            cells.id("accelerator"),
            cells.word("kind", Price.Kind.class, Price.Kind.RENTAL),
            cells.currency("currency"),
            cells.between("low", 0, Double.MAX_VALUE),
            cells.between("usual", 0, Double.MAX_VALUE),
            cells.between("high", 0, Double.MAX_VALUE),
            cells.partOfDate("date"),
            cells.confidence("confidence"),
            cells.source(),
            cells.text("notes"));
    double[] amounts =
        List.of(price.low(), price.usual(), price.high()).stream()
            .flatMapToDouble(amount -> amount.stream())
            .toArray();
    if (!java.util.Arrays.equals(amounts, DoubleStream.of(amounts).sorted().toArray())) {
      cells.wrong("low", "and 'usual' and 'high' are not in this order.", "Sort them.");
    }
    return price;
  }

  private static String key(Price price) {
    return price.accelerator() + " " + price.kind().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static RoundTrip roundTrip(Cells cells) {
    RoundTrip trip =
        new RoundTrip(
            cells.id("from"),
            cells.id("to"),
            cells.present("ms", 0, Double.MAX_VALUE),
            cells.present("km", 0, Double.MAX_VALUE),
            cells.confidence("confidence"),
            cells.required("method"));
    if (trip.from().equals(trip.to())) {
      cells.wrong("to", "is the same site as 'from'.", "Leave the row out.");
    }
    return trip;
  }

  /** The same in both directions. */
  private static String key(RoundTrip trip) {
    return trip.from().compareTo(trip.to()) < 0
        ? trip.from() + " " + trip.to()
        : trip.to() + " " + trip.from();
  }
}
