package org.bactrian.edge.options;

/** How the edge shows IoT Hub who it is. */
public sealed interface HubCredential {

  /** Not at all: nothing was configured. */
  record None() implements HubCredential {}

  /**
   * With the connection string of a device or module.
   *
   * @param value connection string; a secret, which {@link #toString()} leaves out
   */
  record ConnectionString(String value) implements HubCredential {

    @Override
    public String toString() {
      return "ConnectionString[***]";
    }
  }

  /** As the module that IoT Edge started, which the environment variables of IoT Edge describe. */
  record IotEdgeModule() implements HubCredential {}
}
