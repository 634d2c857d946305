package org.bactrian.edge.options;

import org.bactrian.iothub.link.HubCredentials;

/** Credential with which the edge authenticates at IoT Hub. */
public sealed interface HubCredential {

  /** Not at all: nothing was configured. */
  record None() implements HubCredential {}

  /**
   * With the connection string of a device or module.
   *
   * @param value connection string; a secret, which {@link #toString()} leaves out
   */
  record ConnectionString(String value) implements HubCredential {

    /**
     * Reads the connection string of a device or module with its key.
     *
     * @throws EdgeOptionException naming what is missing, and repeating nothing of it
     */
    static ConnectionString of(OptionValue written) {
      try {
        org.bactrian.iothub.link.ConnectionString parts =
            org.bactrian.iothub.link.ConnectionString.parse(written.text());
        if (parts.part("x509").filter(Boolean::parseBoolean).isPresent()) {
          throw new IllegalArgumentException(
              "The connection string signs in by a certificate, for which the edge has no option."
                  + " Give the identity in IoT Hub a key and copy the connection string with its"
                  + " SharedAccessKey.");
        }
        return new ConnectionString(
            new HubCredentials.SharedAccessKey(parts).connectionString().withSecrets());
      } catch (IllegalArgumentException e) {
        throw new EdgeOptionException(
            EdgeOptionException.BAD_VALUE, written.where() + ": " + e.getMessage());
      }
    }

    @Override
    public String toString() {
      return "ConnectionString[***]";
    }
  }

  /** As the module that IoT Edge started, which the environment variables of IoT Edge describe. */
  record IotEdgeModule() implements HubCredential {}
}
