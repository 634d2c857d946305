package org.bactrian.iothub.module;

/** Operation of an endpoint of {@code iothub-module}, the first part of its path. */
public enum ModuleOperation {
  /** Producer: device-to-cloud messages. */
  telemetry,
  /** Consumer: direct methods of one name, or of every name. */
  method,
  /** Consumer: the twin and changes of its desired properties. Producer: report and read it. */
  twin
}
