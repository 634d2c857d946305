package org.bactrian.edge.gds.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.bactrian.edge.options.GdsOptions;
import org.bactrian.opcua.pki.ApplicationCertificate;
import org.bactrian.opcua.pki.ClientCertificateTrustValidator;
import org.bactrian.opcua.pki.PkiFolders;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.PolicyAlgorithms;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigBuilder;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator.AuthenticationChallenge;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateStore;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Global Discovery Server (Part 12): an OPC UA server from which applications pull certificates and
 * trust lists. Its own certificate and those of the clients that it trusts lie in a PKI folder of
 * its own, since not every server that the edge trusts may ask for certificates.
 */
public final class GdsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GdsServer.class);
  private static final String PRODUCT_URI = "urn:bactrian:gds";
  private static final String NAME = "Bactrian GDS";
  private static final int LARGEST_MESSAGE = 1024 * 1024;
  private static final int DEADLINE_SECONDS = 10;

  private final OpcUaServer server;
  private final GdsNamespace namespace;
  private final String endpointUrl;

  /**
   * Starts a server.
   *
   * @param pki folder of certificates, made where there is none
   * @throws IOException when the port is taken or the folder cannot be used
   */
  public GdsServer(GdsOptions options, Path pki, ApplicationRegistrar registrar)
      throws IOException {
    PolicyAlgorithms.provide();
    int port = options.port() == 0 ? freePort() : options.port();
    PkiFolders folders = new PkiFolders(pki);
    Clock clock = Clock.systemUTC();
    ApplicationCertificate own =
        ApplicationCertificate.in(
            folders,
            NAME,
            "",
            "urn:" + OpcUaClientSettings.hostName() + ":bactrian:gds",
            List.of(OpcUaClientSettings.hostName(), "localhost").stream().distinct().toList(),
            clock);
    ClientCertificateTrustValidator operators = new ClientCertificateTrustValidator(folders);
    CertificateValidator trust = new GdsClientTrust(registrar.applications(), operators);
    OpcUaServerConfig config =
        builder(options)
            .setApplicationUri(own.applicationUri())
            .setEndpoints(
                GdsEndpoints.at(
                    options.host(), port, own.chain().get(0), !options.adminPassword().isEmpty()))
            .setCertificateManager(certificates(own, trust, operators))
            .build();
    this.server =
        new OpcUaServer(
            config,
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    this.namespace = new GdsNamespace(server, registrar, clock);
    this.endpointUrl = GdsEndpoints.url(options.host(), port);
    namespace.startup();
    server.updateDataTypeTree();
    listen(options, port);
    LOG.info(
        "OPC UA applications get certificates at {}. Those that are not trusted yet appear in {};"
            + " move them to {}.",
        endpointUrl,
        folders.rejectedCertificates(),
        folders.trustedCertificates());
  }

  private static OpcUaServerConfigBuilder builder(GdsOptions options) {
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english(NAME))
        .setProductUri(PRODUCT_URI)
        .setBuildInfo(
            new BuildInfo(
                PRODUCT_URI, "Bactrian", NAME, OpcUaServer.SDK_VERSION, "", DateTime.now()))
        .setIdentityValidator(
            new CompositeValidator(
                AnonymousIdentityValidator.INSTANCE,
                new UsernameIdentityValidator(login -> isAdmin(options, login))))
        .setLimits(new GdsLimits())
        .setEncodingLimits(
            new EncodingLimits(
                EncodingLimits.DEFAULT_MAX_CHUNK_SIZE,
                LARGEST_MESSAGE / EncodingLimits.DEFAULT_MAX_CHUNK_SIZE * 2,
                LARGEST_MESSAGE,
                EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH));
  }

  /** Takes the same time for every wrong password. */
  private static boolean isAdmin(GdsOptions options, AuthenticationChallenge login) {
    byte[] password = options.adminPassword().getBytes(StandardCharsets.UTF_8);
    boolean matches =
        MessageDigest.isEqual(password, login.getPassword().getBytes(StandardCharsets.UTF_8));
    return password.length > 0 && GdsOptions.ADMIN.equals(login.getUsername()) && matches;
  }

  private static CertificateManager certificates(
      ApplicationCertificate own,
      CertificateValidator trust,
      ClientCertificateTrustValidator operators)
      throws IOException {
    try {
      CertificateStore store = new MemoryCertificateStore();
      store.set(
          NodeIds.RsaSha256ApplicationCertificateType,
          new CertificateStore.Entry(own.key(), own.chain().toArray(X509Certificate[]::new)));
      return new DefaultCertificateManager(
          operators.rejected(),
          DefaultApplicationGroup.createAndInitialize(
              new MemoryTrustListManager(), store, new UnusedFactory(), trust));
    } catch (Exception e) {
      throw new IOException("The certificate of the Global Discovery Server cannot be used", e);
    }
  }

  /** The certificate is in the store already. */
  private static final class UnusedFactory extends RsaSha256CertificateFactory {

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
      throw new UnsupportedOperationException();
    }
  }

  private void listen(GdsOptions options, int port) throws IOException {
    try {
      server.startup().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("interrupted while opening port " + port, e);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException(
          "The Global Discovery Server cannot listen on %s port %d. Free it, or name another one by --gds-port and --gds-host."
              .formatted(options.host(), port),
          e);
    }
  }

  /** Address at which clients find the server. */
  public String endpointUrl() {
    return endpointUrl;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    namespace.shutdown();
    try {
      server.shutdown().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The Global Discovery Server did not stop in time", e);
    }
  }
}
