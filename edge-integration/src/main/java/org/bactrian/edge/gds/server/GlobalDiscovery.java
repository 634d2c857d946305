package org.bactrian.edge.gds.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.bactrian.edge.gds.ApplicationDirectory;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.bactrian.edge.gds.GdsRequests;
import org.bactrian.edge.gds.VaultMessages;
import org.bactrian.edge.options.GdsOptions;
import org.bactrian.model.setting.AdmissionLimit;
import org.jspecify.annotations.Nullable;

/**
 * Global Discovery Server of an edge with what it keeps: the folder {@code gds} of the data folder
 * holds the applications, the requests and the server's certificates.
 */
public final class GlobalDiscovery implements AutoCloseable {

  private final GdsOptions options;
  private final Path pki;
  private final ApplicationRegistrar registrar;
  private final VaultMessages messages;
  private @Nullable GdsServer server;

  private GlobalDiscovery(
      GdsOptions options, Path pki, ApplicationRegistrar registrar, VaultMessages messages) {
    this.options = options;
    this.pki = pki;
    this.registrar = registrar;
    this.messages = messages;
  }

  /**
   * Reads what is kept; {@link #open()} starts the server.
   *
   * @param data data folder of the edge
   * @param site name of the edge's site; empty for none
   * @param retry time after which a message is sent again that the cloud has said nothing about
   * @param limits limits of the edge
   */
  public static GlobalDiscovery in(
      Path data,
      GdsOptions options,
      Supplier<String> site,
      Duration retry,
      ToIntFunction<AdmissionLimit> limits,
      InstantSource clock) {
    Path folder = data.resolve("gds");
    ApplicationDirectory applications =
        new ApplicationDirectory(
            folder.resolve("applications"),
            limits.applyAsInt(AdmissionLimit.GDS_APPLICATIONS),
            clock);
    GdsRequests requests =
        new GdsRequests(
            folder.resolve("requests"),
            limits.applyAsInt(AdmissionLimit.GDS_REQUESTS),
            retry,
            clock);
    return new GlobalDiscovery(
        options,
        folder.resolve("pki"),
        new ApplicationRegistrar(applications, requests, site, clock),
        new VaultMessages(() -> applications, () -> requests));
  }

  /** Requests on their way to the Vault, and its answers. */
  public VaultMessages messages() {
    return messages;
  }

  /**
   * Starts the server.
   *
   * @throws UncheckedIOException when the port is taken or the folder cannot be used
   */
  public synchronized void open() {
    try {
      server = new GdsServer(options, pki, registrar);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Address at which clients find the server.
   *
   * @throws IllegalStateException when it is not open
   */
  public synchronized String endpointUrl() {
    if (server == null) {
      throw new IllegalStateException("The Global Discovery Server is not open");
    }
    return server.endpointUrl();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
