package org.bactrian.cloud.registry.contract;

/** Log level of a module. */
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
