package org.bactrian.launcher.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bactrian.launcher.secret.FileContentWatch;
import org.bactrian.model.tls.PemIdentityFiles;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.web.http.TransportSecurity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that protect what the cloud's REST API sends and receives. */
final class CloudTransportOptions {

  private static final Logger LOG = LoggerFactory.getLogger(CloudTransportOptions.class);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nTLS; both, or none:%n")
  private @Nullable IdentityFiles identity;

  @Option(
      names = "--plain-http",
      description =
          "Serves HTTP without TLS on an address that others reach, for a proxy in front that ends"
              + " TLS. Without, such an address needs --tls-certificate.")
  private boolean plain;

  /** Files of the server's identity. */
  private static final class IdentityFiles {

    @Option(
        names = "--tls-certificate",
        paramLabel = "FILE",
        required = true,
        description = "PEM file of the server's certificate, its issuers behind it.")
    private Path certificate;

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "PEM file of its private key, without a password.")
    private Path key;

    PemIdentityFiles pem() {
      return new PemIdentityFiles(certificate, key);
    }
  }

  /**
   * The protection of a server.
   *
   * @param host address to listen on
   * @throws ParameterException when the files are none, or nothing protects an address that others
   *     reach and nobody asked for that
   */
  TransportSecurity protection(String host) {
    if (identity != null) {
      return TransportSecurity.Tls.only(read(identity));
    }
    if (!plain && !isLoopback(host)) {
      throw new ParameterException(
          spec.commandLine(),
          "--host "
              + host
              + " would show tokens and values to the network. Give --tls-certificate and"
              + " --tls-key, or --plain-http where a proxy in front ends TLS");
    }
    return new TransportSecurity.Plain();
  }

  private ServerIdentity read(IdentityFiles files) {
    try {
      return files.pem().read();
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--tls-certificate and --tls-key: " + e.getMessage(), e);
    }
  }

  /** A watch over the files of the identity; over none where there is no TLS. */
  FileContentWatch watch() {
    return FileContentWatch.of(identity == null ? List.of() : identity.pem().paths());
  }

  /** Has a server present the identity of the files anew whenever they change. */
  void renew(FileContentWatch watch, Consumer<ServerIdentity> server) {
    renew(watch, FileContentWatch.PERIOD, server);
  }

  void renew(FileContentWatch watch, Duration period, Consumer<ServerIdentity> server) {
    if (identity == null) {
      return;
    }
    PemIdentityFiles files = identity.pem();
    watch.begin(
        period,
        changed -> {
          try {
            ServerIdentity renewed = files.read();
            server.accept(renewed);
            LOG.info(
                "The REST API has a new certificate, valid until {}",
                renewed.certificate().getNotAfter().toInstant());
          } catch (IOException e) {
            LOG.warn(
                "{}. The REST API keeps the former certificate until they are.", e.getMessage());
          }
        });
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // what listens on it says so
    }
  }
}
