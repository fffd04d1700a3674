package io.sesamo.model.fleet;

import java.util.List;

/**
 * The names of a platform's nodes: given one by one, or a count, which takes no room.
 *
 * @param platform whose nodes they are
 * @param count how many there are, 0 to {@link FleetFile#MOST_NODES}
 * @param given all of them; empty: they are {@code <platform>-0001} and so on
 */
public record NodeNames(String platform, int count, List<String> given) {

  /** At least so many, so that short lists sort by their names. */
  private static final int DIGITS = 4;

  public NodeNames {
    given = List.copyOf(given);
  }

  static NodeNames counted(String platform, int count) {
    return new NodeNames(platform, count, List.of());
  }

  static NodeNames given(String platform, List<String> names) {
    return new NodeNames(platform, names.size(), names);
  }

  /**
   * A name.
   *
   * @param index from 0 to {@code count} − 1
   */
  public String name(int index) {
    if (!given.isEmpty()) {
      return given.get(index);
    }
    String digits = Integer.toString(index + 1);
    return platform + "-" + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }

  /** Which node has that name; −1: none. Takes as long for many nodes as for few, if counted. */
  public int indexOf(String name) {
    if (!given.isEmpty()) {
      return given.indexOf(name);
    }
    String digits = name.substring(name.lastIndexOf('-') + 1);
    if (!digits.matches("[0-9]{4,6}")) {
      return -1;
    }
    int index = Integer.parseInt(digits) - 1;
    return index >= 0 && index < count && name(index).equals(name) ? index : -1;
  }
}
