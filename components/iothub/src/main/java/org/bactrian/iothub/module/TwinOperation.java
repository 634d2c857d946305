package org.bactrian.iothub.module;

/** Operation of a twin producer. */
public enum TwinOperation {
  /** Merges the body, a JSON object, into the reported properties; null removes a member. */
  report,
  /** Replaces the body by the twin: an object with members desired and reported. */
  get
}
