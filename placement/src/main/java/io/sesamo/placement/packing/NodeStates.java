package io.sesamo.placement.packing;

import java.util.HashMap;
import java.util.Map;

/**
 * The states that nodes were in, each once. It only grows, by at most one state for each take or
 * release: a long-lived owner starts a new one now and then, with new ledgers. Not thread safe.
 */
public final class NodeStates {

  private final Map<NodeState, NodeState> known = new HashMap<>();

  NodeState of(NodeCapacity capacity, long cpu, long memory, long storage, short[] free) {
    NodeState state = new NodeState(capacity, cpu, memory, storage, free, known.size());
    NodeState same = known.putIfAbsent(state, state);
    return same == null ? state : same;
  }

  /** How many there are. */
  public int size() {
    return known.size();
  }
}
