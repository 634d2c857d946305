package org.bactrian.iothub.link;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** Identity and credentials of a connection to IoT Hub. Never shows a secret as text. */
public sealed interface HubCredentials {

  /** Returns the identity and the hub, without secrets, for messages to people. */
  String subject();

  /** Returns the names that figures are told apart by. */
  LinkIdentity identity();

  /** Returns host, or host and port, to connect to in place of the hub; empty for none. */
  String gateway();

  private static void requireDevice(ConnectionString connectionString) {
    if (connectionString.part("DeviceId").isEmpty()
        && connectionString.part("SharedAccessKeyName").isPresent()) {
      throw new IllegalArgumentException(
          "The connection string is that of a policy and has no DeviceId. Copy that of a device or"
              + " module from IoT Hub.");
    }
    connectionString.require("DeviceId");
  }

  /** Credentials of the identity that a connection string names. */
  sealed interface Named extends HubCredentials {

    /** Returns the connection string of the identity. */
    ConnectionString connectionString();

    @Override
    default String subject() {
      return connectionString().subject();
    }

    @Override
    default LinkIdentity identity() {
      return LinkIdentity.of(connectionString());
    }

    @Override
    default String gateway() {
      return connectionString().part("GatewayHostName").orElse("");
    }
  }

  /**
   * A device or module with a shared access key.
   *
   * @param connectionString the connection string of the identity, with its key; refused with an
   *     {@link IllegalArgumentException}, which does not repeat it, when it is not whole
   */
  record SharedAccessKey(ConnectionString connectionString) implements Named {

    public SharedAccessKey {
      requireDevice(connectionString);
      String key = connectionString.require("SharedAccessKey");
      try {
        Base64.getDecoder().decode(key);
      } catch (IllegalArgumentException e) {
        // Without the cause, which repeats a character of the key.
        throw new IllegalArgumentException(
            "The SharedAccessKey of the connection string is not Base64. Copy it whole from IoT"
                + " Hub.");
      }
    }
  }

  /**
   * A device or module with a client certificate.
   *
   * @param connectionString the connection string of the identity, without a key
   * @param certificateFile PEM file with the certificate, its chain after it
   * @param keyFile PEM file with the private key, not encrypted
   */
  record ClientCertificate(ConnectionString connectionString, Path certificateFile, Path keyFile)
      implements Named {

    public ClientCertificate {
      requireDevice(connectionString);
      Objects.requireNonNull(certificateFile, "certificateFile");
      Objects.requireNonNull(keyFile, "keyFile");
    }
  }

  /** The module that the IoT Edge runtime started this process as: environment variables say. */
  record EdgeEnvironment() implements HubCredentials {
    @Override
    public String subject() {
      return "the IoT Edge module of this container";
    }

    @Override
    public LinkIdentity identity() {
      return LinkIdentity.of(System.getenv());
    }

    @Override
    public String gateway() {
      return ""; // the SDK reads it itself
    }
  }
}
