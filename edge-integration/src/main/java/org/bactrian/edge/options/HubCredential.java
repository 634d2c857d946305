package org.bactrian.edge.options;

import java.util.List;
import java.util.regex.Pattern;
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
  record ConnectionStringCredential(String value) implements HubCredential {

    /**
     * Reads the connection string of a device or module with its key.
     *
     * @throws EdgeOptionException naming what is missing, and repeating nothing of it
     */
    static ConnectionStringCredential of(OptionValue written) {
      try {
        org.bactrian.iothub.link.ConnectionString parts =
            org.bactrian.iothub.link.ConnectionString.parse(written.text());
        if (parts.part("x509").filter(Boolean::parseBoolean).isPresent()) {
          throw new IllegalArgumentException(
              "The connection string signs in by a certificate, for which the edge has no option."
                  + " Give the identity in IoT Hub a key and copy the connection string with its"
                  + " SharedAccessKey.");
        }
        return new ConnectionStringCredential(
            new HubCredentials.SharedAccessKey(parts).connectionString().withSecrets());
      } catch (IllegalArgumentException e) {
        throw new EdgeOptionException(
            EdgeOptionException.BAD_VALUE, written.where() + ": " + e.getMessage());
      }
    }

    @Override
    public String toString() {
      return "ConnectionStringCredential[***]";
    }
  }

  /** As the module that IoT Edge started, which the environment variables of IoT Edge describe. */
  record IotEdgeModule() implements HubCredential {

    /** Variable that only modules of IoT Edge have: the address of the workload API. */
    static final String WORKLOAD = "IOTEDGE_WORKLOADURI";

    private static final List<String> REQUIRED =
        List.of(
            "IOTEDGE_IOTHUBHOSTNAME",
            "IOTEDGE_DEVICEID",
            "IOTEDGE_MODULEID",
            "IOTEDGE_MODULEGENERATIONID",
            "IOTEDGE_AUTHSCHEME");

    private static final Pattern ADDRESS = Pattern.compile("(unix:///|https?://[^/]).*");

    /** Checks the variables of the module, and notes as faults what a start would stumble over. */
    static IotEdgeModule of(MergedValues values) {
      List<String> missing = REQUIRED.stream().filter(name -> !values.isSet(name)).toList();
      if (!missing.isEmpty()) {
        values.fault(
            new EdgeOptionException(
                EdgeOptionException.BAD_VALUE,
                ("Environment variable %s is set, but not %s, which IoT Edge sets too. Start the"
                        + " edge as a module of IoT Edge, or unset %s and give a connection string"
                        + " with --ec")
                    .formatted(WORKLOAD, String.join(", ", missing), WORKLOAD)));
      }
      return values.read(
          WORKLOAD,
          address -> {
            if (!ADDRESS.matcher(address.text()).matches()) {
              throw address.bad("is no address of a workload API, such as unix:///run/x.sock");
            }
            return new IotEdgeModule();
          },
          new IotEdgeModule());
    }
  }
}
