package org.bactrian.opcua.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** The simulator on a port of its own, which can be killed and started again. */
public final class TestPlant implements AutoCloseable {

  public static final Duration RATE = Duration.ofMillis(50);

  static {
    // Tests connect more often from one address than a server lets clients in production.
    Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false;
  }

  private SimulatorSettings settings;
  private Simulator simulator;

  private TestPlant(SimulatorSettings settings) throws IOException {
    this.settings = settings;
    this.simulator = Simulator.start(settings);
    this.settings = settings.withPort(simulator.port());
  }

  public static TestPlant start(Path folder) throws IOException {
    return start(folder, s -> s);
  }

  public static TestPlant start(Path folder, UnaryOperator<SimulatorSettings> change)
      throws IOException {
    SimulatorSettings base =
        SimulatorSettings.in(folder.resolve("simulator"))
            .withPort(0)
            .withLoadNodes(20)
            .withLoadRate(RATE)
            .withPlantRate(RATE);
    return new TestPlant(change.apply(base));
  }

  public String url() {
    return "opc.tcp://localhost:" + settings.port();
  }

  public int port() {
    return settings.port();
  }

  public Path folder() {
    return settings.dataFolder();
  }

  /** Number of sessions at the server. */
  public int sessions() {
    return simulator.sessions();
  }

  /**
   * Refuses to hand subscriptions over to other sessions; does so again where the status is good.
   */
  public void refuseTransfers(long status) {
    simulator.refuseTransfers(status);
  }

  /** Number of requests to hand subscriptions over that it has refused. */
  public int refusedTransfers() {
    return simulator.refusedTransfers();
  }

  /** Certificates of clients that it has refused. */
  public List<X509Certificate> rejectedClients() {
    return simulator.rejectedClients();
  }

  public void kill() throws IOException {
    simulator.close();
  }

  public void startAgain() throws IOException {
    startAgain(s -> s);
  }

  /** Starts it with other settings from now on; not with another port. */
  public void startAgain(UnaryOperator<SimulatorSettings> change) throws IOException {
    settings = change.apply(settings);
    simulator = Simulator.start(settings);
  }

  /** Number of items of all its clients that it monitors now. */
  public int monitoredItems() {
    return simulator.monitoredItems();
  }

  @Override
  public void close() throws IOException {
    simulator.close();
  }

  /** Quick to find out and to try again, as suits a test. */
  public static OpcUaClientSettings client(Path folder) {
    return OpcUaClientSettings.of(folder.resolve("pki"))
        .withAutoAccept(true)
        .withReconnectDelayMin(Duration.ofMillis(100))
        .withReconnectDelayMax(Duration.ofMillis(500))
        .withConnectTimeout(Duration.ofSeconds(20))
        .withRequestTimeout(Duration.ofSeconds(10))
        .withSessionTimeout(Duration.ofSeconds(20))
        .withKeepAliveInterval(Duration.ofSeconds(1));
  }

  public static ExpandedNodeId loadNode(int number) {
    return NodeIdText.parse("nsu=urn:bactrian:load;i=" + number);
  }

  public static ExpandedNodeId plantNode(String path) {
    return NodeIdText.parse("nsu=urn:bactrian:plant;s=" + path);
  }

  public static MonitoredItem counter(int number) {
    return MonitoredItem.value("c" + number, loadNode(number), RATE).withQueueSize(100);
  }

  public static List<MonitoredItem> counters(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(TestPlant::counter).toList();
  }
}
