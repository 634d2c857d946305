package org.bactrian.iothub.service;

/** Object of an endpoint of {@code iothub}, the first part of its path. */
public enum ServiceOperation {
  /** Calls a direct method. */
  method,
  /** Reads and changes identities of devices. */
  devices,
  /** Reads and changes identities of modules. */
  modules,
  /** Reads and changes twins of devices and modules. */
  twin,
  /** Runs a query. */
  query
}
