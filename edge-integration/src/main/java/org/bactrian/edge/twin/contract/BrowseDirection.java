package org.bactrian.edge.twin.contract;

/** Directions in which references are followed. */
public enum BrowseDirection {
  /** As they point. */
  Forward,
  /** Against the way they point. */
  Backward,
  /** Both ways. */
  Both
}
