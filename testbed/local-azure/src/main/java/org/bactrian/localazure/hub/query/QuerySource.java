package org.bactrian.localazure.hub.query;

/** The collection that a query runs over: what stands after FROM. */
public enum QuerySource {
  /** Device twins. */
  DEVICES,
  /** Module twins of all devices. */
  MODULES
}
