package io.sesamo.model.fleet;

import io.sesamo.model.Resources;
import java.util.Map;

/**
 * A node that the fleet's file declares.
 *
 * @param name unique in its pool
 * @param platform its kind
 * @param has all that it has, free or not
 * @param labels of pool and platform, and of each level of the topology the domain that it is in,
 *     as in {@code rack: paris/h100-rack-2}
 */
public record FleetNode(String name, String platform, Resources has, Map<String, String> labels) {

  public FleetNode {
    labels = Ordered.copy(labels);
  }
}
