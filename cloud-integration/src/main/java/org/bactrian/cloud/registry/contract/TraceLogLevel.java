package org.bactrian.cloud.registry.contract;

/** Log level of a module. */
public enum TraceLogLevel {
  /** Faults only. */
  Error,
  /** Messages for operators; the default. */
  Information,
  /** Messages that help to find a fault. */
  Debug,
  /** Everything. */
  Verbose
}
