package org.bactrian.iothub.module;

/** Kind of change that a twin consumer receives. */
public enum TwinChange {
  /** The whole twin, as after each connect: an object with members desired and reported. */
  FULL,
  /** Desired properties that changed, removed ones as null. */
  DESIRED
}
