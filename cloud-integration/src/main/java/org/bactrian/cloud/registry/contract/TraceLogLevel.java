package org.bactrian.cloud.registry.contract;

/** How much a module logs. */
public enum TraceLogLevel {
  /** Faults only. */
  Error,
  /** What an operator wants to know; the default. */
  Information,
  /** What helps to find a fault. */
  Debug,
  /** Everything. */
  Verbose
}
