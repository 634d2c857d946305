package org.bactrian.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.simulator.file.PlantAssets;
import org.bactrian.simulator.plant.AddedVariables;
import org.bactrian.simulator.plant.LoadCounters;
import org.bactrian.simulator.plant.Plant;
import org.bactrian.simulator.server.ConnectedUser;
import org.bactrian.simulator.server.PlantServer;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.simulator.space.LiveNamespace;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.token.TokenIssuer;
import org.bactrian.simulator.type.PlantTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plant behind an OPC UA server on loopback. Its nodes are listed in {@code docs/simulator.md}.
 *
 * <p>A simulator that is started again begins again: every counter at {@link
 * SimulatorSettings#firstCount()}, every set-point at its default. Only its certificate and trust
 * lists stay, in {@link SimulatorSettings#dataFolder()}.
 *
 * <p>Thread-safe.
 */
public final class Simulator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);

  /** Somebody else may take a free port before we do; then another one is tried. */
  private static final int FREE_PORT_ATTEMPTS = 5;

  private static final Duration TRUST_CHECK = Duration.ofMillis(500);

  private final PlantServer server;
  private final LiveNamespace plantNamespace;
  private final LiveNamespace loadNamespace;
  private final LiveNamespace typesNamespace;
  private final LiveNamespace assetsNamespace;
  private final AddedVariables addedVariables;
  private final ScheduledExecutorService clock;

  private Simulator(SimulatorSettings settings, int port) throws IOException {
    server = new PlantServer(settings, port);
    plantNamespace = new LiveNamespace(server.server(), Plant.NAMESPACE, server.continuations());
    loadNamespace =
        new LiveNamespace(server.server(), LoadCounters.NAMESPACE, server.continuations());
    typesNamespace =
        new LiveNamespace(server.server(), PlantTypes.NAMESPACE, server.continuations());
    assetsNamespace =
        new LiveNamespace(server.server(), PlantAssets.NAMESPACE, server.continuations());
    plantNamespace.startup();
    loadNamespace.startup();
    typesNamespace.startup();
    assetsNamespace.startup();
    PlantAssets.addTo(new NodeBuilder(assetsNamespace));
    PlantTypes types = new PlantTypes(typesNamespace);
    Plant plant = new Plant(plantNamespace, types, settings.plantRate(), settings.firstCount());
    LoadCounters load =
        new LoadCounters(
            loadNamespace, settings.loadNodes(), settings.loadRate(), settings.firstCount());
    addedVariables = new AddedVariables(plantNamespace);
    clock = Executors.newSingleThreadScheduledExecutor(Simulator::clockThread);
    try {
      server.listen();
    } catch (IOException e) {
      close();
      throw e;
    }
    every(settings.plantRate(), plant::tick);
    every(settings.loadRate(), load::tick);
    every(TRUST_CHECK, server::endUntrustedSessions);
  }

  /**
   * Starts a simulator.
   *
   * @throws IOException when the port is taken or the data folder cannot be used
   */
  public static Simulator start(SimulatorSettings settings) throws IOException {
    if (settings.port() != 0) {
      return new Simulator(settings, settings.port());
    }
    IOException last = null;
    for (int attempt = 0; attempt < FREE_PORT_ATTEMPTS; attempt++) {
      try {
        return new Simulator(settings, freePort());
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Address at which clients find the server, such as {@code opc.tcp://localhost:50000}. */
  public String endpointUrl() {
    return server.endpointUrl();
  }

  /** The TCP port on loopback, never 0. */
  public int port() {
    return server.port();
  }

  /** Number of items of all clients that are monitored now. */
  public int monitoredItems() {
    return server.server().getSubscriptions().values().stream()
        .mapToInt(subscription -> subscription.getMonitoredItems().size())
        .sum();
  }

  /** Number of subscriptions of all clients. */
  public int subscriptions() {
    return server.server().getSubscriptions().size();
  }

  /** Number of sessions at the server; one that its client left counts until its time-out. */
  public int sessions() {
    return server.server().getSessionManager().getAllSessions().size();
  }

  /** Variables that are added to the plant, and removed, while it runs. */
  public AddedVariables addedVariables() {
    return addedVariables;
  }

  /** Number of nodes that clients have registered and not unregistered. */
  public int registeredNodes() {
    return plantNamespace.registeredNodes() + loadNamespace.registeredNodes();
  }

  /** The users of all sessions, with the security of their connections. */
  public List<ConnectedUser> connectedUsers() {
    return server.connectedUsers();
  }

  /**
   * Opens connections to a client that listens for servers, until this is closed.
   *
   * @param interval time until a connection that was used or refused is followed by another
   */
  public void connectTo(InetSocketAddress client, Duration interval) {
    server.connectTo(client, interval);
  }

  /** Issuer of the tokens of users. */
  public TokenIssuer tokens() {
    return server.tokens();
  }

  /** Number of values that were read by ids of registered nodes. */
  public int registeredReads() {
    return plantNamespace.registeredReads() + loadNamespace.registeredReads();
  }

  /**
   * Refuses to hand subscriptions over to other sessions.
   *
   * @param status why, or {@code Good} to hand them over again
   */
  public void refuseTransfers(long status) {
    server.refuseTransfers(status);
  }

  /** Number of requests to hand subscriptions over that were refused. */
  public int refusedTransfers() {
    return server.refusedTransfers();
  }

  /** The certificate that the server has now. */
  public X509Certificate certificate() {
    return server.certificate();
  }

  /**
   * Certificates of clients that were refused, as the files in {@code pki/rejected} of the data
   * folder show them; none where every client is accepted.
   */
  public List<X509Certificate> rejectedClients() {
    return server.rejectedClients();
  }

  /** Stops the clock and closes every connection. The port is free when this returns. */
  @Override
  public void close() throws IOException {
    stop(clock);
    plantNamespace.shutdown();
    loadNamespace.shutdown();
    typesNamespace.shutdown();
    assetsNamespace.shutdown();
    server.close();
  }

  private void every(Duration rate, Runnable tick) {
    clock.scheduleAtFixedRate(
        () -> guarded(tick), rate.toNanos(), rate.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** An executor silently drops a task that throws; the plant must not stand still for a bug. */
  private static void guarded(Runnable tick) {
    try {
      tick.run();
    } catch (RuntimeException e) {
      LOG.error("The plant missed a tick.", e);
    }
  }

  private static void stop(ExecutorService executor) {
    executor.shutdownNow();
    try {
      executor.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread clockThread(Runnable task) {
    Thread thread = new Thread(task, "simulator-clock");
    thread.setDaemon(true);
    return thread;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
