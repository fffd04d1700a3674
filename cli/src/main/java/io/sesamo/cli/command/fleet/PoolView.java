package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.cli.terminal.Wrapped;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.Figure;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.Energy;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.FleetPool;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pool as it is shown: from a file, or as a server knows it.
 *
 * @param place its city and country
 * @param energy in words; empty where it is not known here
 * @param state open or drained, or how many nodes are drained; empty where only the file is known
 * @param reason of its state; may be empty
 */
record PoolView(
    String name,
    String site,
    String place,
    String energy,
    String backend,
    boolean emulated,
    String tenants,
    String state,
    String reason,
    List<PlatformView> platforms) {

  private static final int COLUMNS = 80;
  private static final String INDENT = "  ";
  private static final String TITLE = INDENT + "PLATFORM";

  PoolView {
    platforms = List.copyOf(platforms);
  }

  /**
   * A platform as it is shown. What is empty is unknown.
   *
   * @param accelerators all of its nodes together
   * @param free those of them that nobody uses, where new work may go
   */
  record PlatformView(
      String name,
      String accelerator,
      String nodes,
      String accelerators,
      String free,
      String price) {

    private Line title() {
      return Line.of(INDENT + name);
    }
  }

  /** The pools of a file. */
  static List<PoolView> of(FleetFile fleet) {
    return fleet.sites().stream()
        .flatMap(site -> site.pools().stream().map(pool -> of(site, pool)))
        .toList();
  }

  private static PoolView of(FleetSite site, FleetPool pool) {
    return new PoolView(
        pool.name(),
        site.site().id(),
        site.site().city() + ", " + site.site().country(),
        energy(site.energy()),
        pool.backend(),
        pool.emulated(),
        String.join(", ", pool.tenants()),
        "",
        "",
        pool.platforms().values().stream().map(one -> of(one, pool.emulated())).toList());
  }

  private static PlatformView of(FleetPlatform platform, boolean declared) {
    return new PlatformView(
        platform.name(),
        platform.accelerator().map(Accelerator::id).orElse(""),
        declared ? Integer.toString(platform.nodes().count()) : "",
        declared ? Long.toString(platform.accelerators()) : "",
        "",
        platform.price().map(Figure::value).map(PoolView::money).orElse(""));
  }

  private static String energy(Energy energy) {
    List<String> words = new ArrayList<>();
    energy.electricity().ifPresent(price -> words.add(plain(price) + " USD/kWh"));
    energy.carbon().ifPresent(carbon -> words.add(plain(carbon) + " gCO2e/kWh"));
    energy.pue().ifPresent(pue -> words.add("PUE " + plain(pue)));
    return String.join(", ", words);
  }

  private static String plain(Figure figure) {
    return BigDecimal.valueOf(figure.value()).stripTrailingZeros().toPlainString();
  }

  private static String money(double usd) {
    return BigDecimal.valueOf(usd).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  /** The pools that a server tells of. */
  static List<PoolView> of(Json fleet) {
    return fleet.get("pools").items().stream().map(PoolView::ofPool).toList();
  }

  private static PoolView ofPool(Json pool) {
    return new PoolView(
        pool.get("name").text(),
        pool.get("site").text(),
        pool.get("city").text() + ", " + pool.get("country").text(),
        "",
        pool.get("backend").text(),
        pool.get("emulated").isTrue(),
        "",
        state(pool),
        pool.get("reason").text(),
        pool.get("platforms").items().stream().map(PoolView::ofPlatform).toList());
  }

  private static String state(Json pool) {
    String state = pool.get("state").text();
    long drained = pool.get("nodesDrained").number();
    long nodes =
        pool.get("platforms").items().stream()
            .mapToLong(platform -> platform.get("nodes").number())
            .sum();
    return state.equals("open") && drained > 0
        ? drained + " of " + Quantities.count(nodes, "node", "nodes") + " drained"
        : state;
  }

  private static PlatformView ofPlatform(Json platform) {
    Json price = platform.get("pricePerHour");
    return new PlatformView(
        platform.get("name").text(),
        platform.get("accelerator").text(),
        platform.get("nodes").text(),
        platform.get("accelerators").text(),
        platform.get("acceleratorsFree").text(),
        price.isNull() ? "" : money(price.decimal()));
  }

  /** All of them as a person reads them, in 80 columns. */
  static List<Line> lines(List<PoolView> pools, boolean free) {
    Table table = new Table();
    List<String> titles = new ArrayList<>(List.of("CHIP", "NODES", "CHIPS"));
    if (free) {
      titles.add("FREE");
    }
    titles.add("USD/H");
    table.titles(titles.toArray(String[]::new));
    pools.forEach(pool -> pool.platforms().forEach(platform -> table.row(cells(platform, free))));
    List<Line> rows = table.lines();
    int room =
        COLUMNS - INDENT.length() - rows.stream().mapToInt(Line::width).max().orElse(COLUMNS);
    int left =
        pools.stream()
            .flatMap(pool -> pool.platforms().stream())
            .mapToInt(platform -> platform.title().width())
            .filter(width -> width <= room)
            .reduce(TITLE.length(), Math::max);
    List<Line> lines = new ArrayList<>(List.of(beside(faint(TITLE), left, rows.getFirst())));
    int next = 1;
    for (PoolView pool : pools) {
      lines.addAll(pool.heading());
      for (PlatformView platform : pool.platforms()) {
        Line title = platform.title();
        if (title.width() > left) { // on a line of its own, so that the others stay narrow
          lines.add(title);
          title = new Line();
        }
        lines.add(beside(title, left, rows.get(next++)));
      }
    }
    return lines;
  }

  private static Line beside(Line title, int left, Line figures) {
    return title.pad(left + INDENT.length()).add(figures);
  }

  private static Line[] cells(PlatformView platform, boolean free) {
    List<Line> cells = new ArrayList<>();
    if (platform.accelerators().equals("0")) {
      cells.add(faint("none"));
      cells.add(cell(platform.nodes()));
      return cells.toArray(Line[]::new);
    }
    cells.add(
        platform.accelerator().isEmpty() ? faint("none named") : Line.of(platform.accelerator()));
    cells.add(cell(platform.nodes()));
    cells.add(cell(platform.accelerators()));
    if (free) {
      cells.add(cell(platform.free()));
    }
    cells.add(cell(platform.price()));
    return cells.toArray(Line[]::new);
  }

  private static Line cell(String text) {
    return text.isEmpty() ? faint("?") : Line.of(text);
  }

  private static Line faint(String text) {
    return new Line().add(text, Style.FAINT);
  }

  private List<Line> heading() {
    List<Line> parts = new ArrayList<>();
    parts.add(new Line().add(name, Style.STRONG));
    parts.add(Line.of(site + ", " + place));
    parts.add(new Line().add(emulated ? "emulated" : backend, Style.WAITING));
    if (!state.isEmpty()) {
      parts.add(new Line().add(state, state.equals("open") ? Style.GOOD : Style.BAD));
    }
    List<Line> lines = Wrapped.parts(parts, INDENT, COLUMNS);
    List<String> more = new ArrayList<>();
    Optional.of(reason).filter(words -> !words.isEmpty()).ifPresent(more::add);
    Optional.of(energy).filter(words -> !words.isEmpty()).ifPresent(more::add);
    Optional.of(tenants).filter(words -> !words.isEmpty()).ifPresent(who -> more.add("for " + who));
    if (!more.isEmpty()) {
      Wrapped.lines(String.join("; ", more), COLUMNS - INDENT.length())
          .forEach(words -> lines.add(faint(INDENT + words)));
    }
    return lines;
  }
}
