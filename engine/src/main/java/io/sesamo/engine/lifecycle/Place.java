package io.sesamo.engine.lifecycle;

/**
 * Where a group has its place.
 *
 * @param pool its name
 * @param site of the pool; empty: not known
 * @param emulated whether the pool's accelerators are not there
 */
public record Place(String pool, String site, boolean emulated) {

  public Place {
    pool = Storable.text(pool);
    site = Storable.text(site);
  }

  /** What people are told of it; empty where there is nothing to tell but the nodes' names. */
  String words() {
    String where = site.isEmpty() ? "" : " at " + site;
    return emulated ? "emulated: pool " + pool + where : "";
  }
}
