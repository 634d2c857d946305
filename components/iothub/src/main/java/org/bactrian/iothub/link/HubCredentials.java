package org.bactrian.iothub.link;

import java.nio.file.Path;
import java.util.Objects;

/** Who connects to IoT Hub, and by what it proves that. Never shows a secret as text. */
public sealed interface HubCredentials {

  /** Returns who connects and where, without anything secret, for messages to people. */
  String subject();

  /**
   * A device or module with a shared access key.
   *
   * @param connectionString the connection string of the identity, with its key
   */
  record SharedAccessKey(ConnectionString connectionString) implements HubCredentials {

    public SharedAccessKey {
      Objects.requireNonNull(connectionString, "connectionString");
      connectionString.require("SharedAccessKey");
    }

    @Override
    public String subject() {
      return connectionString.subject();
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
      implements HubCredentials {

    public ClientCertificate {
      Objects.requireNonNull(connectionString, "connectionString");
      Objects.requireNonNull(certificateFile, "certificateFile");
      Objects.requireNonNull(keyFile, "keyFile");
    }

    @Override
    public String subject() {
      return connectionString.subject();
    }
  }

  /** The module that the IoT Edge runtime started this process as: environment variables say. */
  record EdgeEnvironment() implements HubCredentials {
    @Override
    public String subject() {
      return "the IoT Edge module of this container";
    }
  }
}
