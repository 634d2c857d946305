package org.bactrian.edge.twin.contract;

/** Which way references are followed. */
public enum BrowseDirection {
  /** As they point. */
  Forward,
  /** Against the way they point. */
  Backward,
  /** Both ways. */
  Both
}
