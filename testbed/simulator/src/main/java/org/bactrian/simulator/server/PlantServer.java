package org.bactrian.simulator.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.simulator.certificate.ServerConfiguration;
import org.bactrian.simulator.certificate.SessionTrustCheck;
import org.bactrian.simulator.certificate.SimulatorPki;
import org.bactrian.simulator.history.HistoryContinuations;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.simulator.settings.UserAccount;
import org.bactrian.simulator.token.TokenIdentityValidator;
import org.bactrian.simulator.token.TokenIssuer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator.AuthenticationChallenge;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.ServerApplicationContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** An OPC UA server on loopback with the simulator's endpoints and users, and no nodes yet. */
public final class PlantServer implements AutoCloseable {

  private static final String PRODUCT_URI = "urn:bactrian:simulator";
  private static final String SERVICE_PATH = "/";
  private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
  private static final long DEADLINE_SECONDS = 10;

  private final HistoryContinuations continuations = new HistoryContinuations();
  private final OpcUaServer server;
  private final RefusableTransfers transfers;
  private final SimulatorPki pki;
  private final SessionTrustCheck trustCheck;
  private final ClientConnections connections = new ClientConnections();
  private final TokenIssuer tokens;
  private final PlantTransport transport =
      new PlantTransport(
          OpcTcpServerTransportConfig.newBuilder()
              .setChannelPipelineCustomizer(connections::add)
              .build());
  private final List<ReverseConnections> reverse = new CopyOnWriteArrayList<>();
  private final String applicationUri;
  private final int port;

  /**
   * Prepares a server; {@link #listen()} opens it to clients.
   *
   * @param port TCP port, not 0
   * @throws IOException when the data folder cannot be used
   */
  public PlantServer(SimulatorSettings settings, int port) throws IOException {
    // Aes256_Sha256_RsaPss signs with an algorithm that Milo knows by BouncyCastle's name only.
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
    this.port = port;
    applicationUri = settings.applicationUri();
    tokens = new TokenIssuer(settings.applicationUri());
    try {
      pki =
          new SimulatorPki(
              settings.dataFolder(), settings.applicationUri(), settings.clientTrust());
      server = build(settings);
      transfers = new RefusableTransfers(server);
      server.addServiceSet(SERVICE_PATH, transfers);
      trustCheck = new SessionTrustCheck(server, pki.clients());
      ServerConfiguration.install(server, pki, () -> connections.endSoon(server));
    } catch (Exception e) {
      throw new IOException(
          settings.dataFolder()
              + ": the simulator's certificate cannot be made or read ("
              + e.getMessage()
              + "). Name a data folder that can be written.",
          e);
    }
  }

  /** The server, to add namespaces to. */
  public OpcUaServer server() {
    return server;
  }

  /** Rests of histories that did not fit into an answer. */
  public HistoryContinuations continuations() {
    return continuations;
  }

  /** The users of all sessions that have one. */
  public List<ConnectedUser> connectedUsers() {
    return server.getSessionManager().getAllSessions().stream()
        .filter(session -> session.getIdentity() != null)
        .map(ConnectedUser::of)
        .toList();
  }

  /** Issuer of the tokens of users. */
  public TokenIssuer tokens() {
    return tokens;
  }

  /** Refuses to hand subscriptions over with this status; a good one lets it. */
  public void refuseTransfers(long status) {
    transfers.refuse(status);
  }

  /** Number of requests to hand subscriptions over that were refused. */
  public int refusedTransfers() {
    return transfers.refused();
  }

  /** The certificate that the server has now. */
  public X509Certificate certificate() {
    return pki.certificate();
  }

  /** Certificates of clients that were refused, at most those of the latest. */
  public List<X509Certificate> rejectedClients() {
    return pki.rejected();
  }

  /** Ends the sessions of clients whose certificate is trusted no longer. */
  public void endUntrustedSessions() {
    trustCheck.run();
  }

  /** Address at which clients find the server. */
  public String endpointUrl() {
    return SimulatorEndpoints.url(port);
  }

  /** The TCP port on loopback. */
  public int port() {
    return port;
  }

  /**
   * Opens the port.
   *
   * @throws IOException when the port is taken
   */
  public void listen() throws IOException {
    try {
      server.startup().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening port " + port, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "port " + port + " cannot be opened. Free it, or choose another one; 0 takes any.", e);
    }
  }

  /**
   * Opens connections to a client, one after the other, for it to use.
   *
   * @param client where it listens
   * @param interval time until a connection that was used or refused is followed by another
   */
  public void connectTo(InetSocketAddress client, Duration interval) {
    ServerApplicationContext application = transport.application();
    if (application == null) {
      throw new IllegalStateException("the server does not listen yet");
    }
    reverse.add(
        new ReverseConnections(
            transport.config(), application, client, interval, applicationUri, endpointUrl()));
  }

  /** Closes the port and every connection. */
  @Override
  public void close() throws IOException {
    reverse.forEach(ReverseConnections::close);
    server.shutdown();
    pki.close();
  }

  private OpcUaServer build(SimulatorSettings settings) throws Exception {
    SimulatorLimits limits = settings.limits();
    OpcUaServerConfig config =
        OpcUaServerConfig.builder()
            .setApplicationUri(settings.applicationUri())
            .setApplicationName(LocalizedText.english("Bactrian Simulator"))
            .setProductUri(PRODUCT_URI)
            .setBuildInfo(
                new BuildInfo(
                    PRODUCT_URI,
                    "Bactrian",
                    "Bactrian Simulator",
                    OpcUaServer.SDK_VERSION,
                    "",
                    DateTime.now()))
            .setEndpoints(
                SimulatorEndpoints.on(port, pki::certificate, settings.security(), tokens))
            .setCertificateManager(pki.certificates())
            .setIdentityValidator(
                new CompositeValidator(
                    AnonymousIdentityValidator.INSTANCE,
                    new UsernameIdentityValidator(login -> isKnown(settings, login)),
                    new X509IdentityValidator(pki::trustsUser),
                    new TokenIdentityValidator(tokens, Clock.systemUTC())))
            .setEncodingLimits(
                new EncodingLimits(
                    EncodingLimits.DEFAULT_MAX_CHUNK_SIZE,
                    LARGEST_MESSAGE / EncodingLimits.DEFAULT_MAX_CHUNK_SIZE * 2,
                    LARGEST_MESSAGE,
                    EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH))
            .setLimits(new AnnouncedLimits(limits))
            .build();
    OpcUaServer opcUaServer = new OpcUaServer(config, profile -> transport);
    opcUaServer.addServiceSet(SERVICE_PATH, new HistoryReleaseService(opcUaServer, continuations));
    opcUaServer.addServiceSet(
        SERVICE_PATH, new LimitedMonitoredItems(opcUaServer, limits.monitoredItemsPerCall()));
    return opcUaServer;
  }

  private static boolean isKnown(SimulatorSettings settings, AuthenticationChallenge login) {
    return settings.users().stream()
        .filter(user -> user.name().equals(login.getUsername()))
        .anyMatch(user -> hasPassword(user, login.getPassword()));
  }

  /** Takes the same time for every wrong password. */
  private static boolean hasPassword(UserAccount user, String password) {
    return MessageDigest.isEqual(
        user.password().getBytes(StandardCharsets.UTF_8),
        password.getBytes(StandardCharsets.UTF_8));
  }
}
