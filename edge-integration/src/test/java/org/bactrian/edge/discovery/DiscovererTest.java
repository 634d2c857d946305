package org.bactrian.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.opcua.discovery.HostNetworks;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DiscovererTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // One test knocks more often than a server lets anybody in production.
    Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false;
  }

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CapturedMessages captured = new CapturedMessages();
  private Outboxes outboxes;
  private Discoverer discoverer;

  @BeforeEach
  void start() {
    outboxes = Outboxes.inMemory(folder);
    discoverer =
        new Discoverer(
            new ModuleId("edge1", "bactrian"),
            new Site("plant1"),
            () -> HostNetworks.NONE,
            InstantSource.system(),
            outboxes,
            100);
    discoverer.outbox().attach(captured);
  }

  @AfterEach
  void stop() throws Exception {
    discoverer.close();
    outboxes.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void aScanOfRangesFindsEveryServerWithAllItsEndpoints() throws Exception {
    Simulator one = plant("one");
    Simulator two = plant("two");

    discoverer.discover(scan("req-1", "127.0.0.1", one.port() + ";" + two.port()));

    List<JsonNode> events = captured.events(11);
    assertThat(events)
        .filteredOn(event -> event.path("Registration").isObject())
        .extracting(event -> event.path("Registration").path("Endpoint").path("Url").asText())
        .containsOnly(
            "opc.tcp://127.0.0.1:" + one.port() + "/", "opc.tcp://127.0.0.1:" + two.port() + "/")
        .hasSize(10);
    assertThat(events).extracting(event -> event.path("Index").asInt()).isSorted();
    assertThat(
            events.stream()
                .map(event -> event.path("TimeStamp").asText())
                .collect(Collectors.toSet()))
        .hasSize(1);
    JsonNode result = events.get(10).path("Result");
    assertThat(result.path("Id").asText()).isEqualTo("req-1");
    assertThat(result.path("RegisterOnly").asBoolean()).isFalse();
    assertThat(result.path("DiscoveryConfig").path("AddressRangesToScan").asText())
        .isEqualTo("127.0.0.1/32");
    captured.awaitProgress("req-1", "Finished");
    assertThat(captured.progressOf("req-1"))
        .containsSubsequence(
            "Started",
            "NetworkScanStarted",
            "NetworkScanResult",
            "NetworkScanFinished",
            "PortScanStarted",
            "PortScanResult",
            "PortScanFinished",
            "ServerDiscoveryStarted",
            "EndpointsDiscoveryStarted",
            "EndpointsDiscoveryFinished",
            "ServerDiscoveryFinished",
            "Finished");
  }

  @Test
  void aRecurringDiscoveryThatCannotBeginOnceIsTriedAgain() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (Discoverer recurring =
        new Discoverer(
            new ModuleId("edge1", "bactrian"),
            new Site("plant1"),
            () -> {
              if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("the network is down");
              }
              return HostNetworks.NONE;
            },
            InstantSource.system(),
            outboxes,
            100)) {
      recurring.outbox().attach(captured);

      recurring.configure(
          DiscoveryMode.Scan,
          new DiscoveryConfig(
              "127.0.0.1",
              Duration.ofMillis(100),
              1,
              "1",
              Duration.ofMillis(100),
              1,
              null,
              Duration.ofMillis(50),
              null,
              null,
              null));

      await().until(() -> looks.get() >= 3);
    }
  }

  @Test
  void aUrlAloneIsRegisteredWithoutAnyScan() throws Exception {
    Simulator plant = plant("plant");
    String url = "opc.tcp://localhost:" + plant.port();

    discoverer.discover(
        new DiscoveryStart(
            "req-2", DiscoveryMode.Off, DiscoveryConfig.ofUrls(List.of(url), null), null));

    JsonNode result = captured.events(6).get(5).path("Result");
    assertThat(result.path("RegisterOnly").asBoolean()).isTrue();
    assertThat(result.path("DiscoveryConfig").path("DiscoveryUrls").get(0).asText()).isEqualTo(url);
    assertThat(captured.progressOf("req-2")).noneMatch(type -> type.contains("Scan"));
  }

  @Test
  void whatNobodyAnswersToEndsWithAResultAllTheSame() throws Exception {
    discoverer.discover(
        new DiscoveryStart(
            "req-3",
            DiscoveryMode.Off,
            DiscoveryConfig.ofUrls(List.of("opc.tcp://127.0.0.1:" + freePort()), null),
            null));

    assertThat(captured.events(1).get(0).path("Index").asInt()).isZero();
    captured.awaitProgress("req-3", "Finished");
  }

  @Test
  void requestsAreCarriedOutOneAfterTheOtherAndToldTheirPlace() throws Exception {
    ServerSocket deaf = deaf();
    Simulator plant = plant("plant");
    discoverer.discover(slow("first", deaf));
    captured.awaitProgress("first", "PortScanStarted");
    discoverer.discover(scan("second", "127.0.0.1", Integer.toString(plant.port())));
    discoverer.discover(scan("third", "127.0.0.1", Integer.toString(plant.port())));

    discoverer.cancel("first");

    captured.awaitProgress("third", "Finished");
    assertThat(captured.progressOf("first")).endsWith("Cancelled").startsWith("Started");
    assertThat(captured.progressOf("second")).startsWith("Pending", "Started").endsWith("Finished");
    assertThat(captured.progressOf("third")).startsWith("Pending").endsWith("Finished");
    assertThat(captured.events())
        .filteredOn(event -> event.path("Result").isObject())
        .extracting(event -> event.path("Result").path("Id").asText())
        .containsExactly("second", "third");
  }

  @RepeatedTest(3)
  @EnabledOnOs(OS.LINUX)
  void aScanThatIsBusyWithRefusalsEndsAsCancelled() throws Exception {
    DiscoveryConfig busy =
        new DiscoveryConfig(
            "127.0.0.0/24", null, null, "20000-60000", null, 50, null, null, null, null, null);
    discoverer.discover(new DiscoveryStart("busy", DiscoveryMode.Fast, busy, null));
    captured.awaitProgress("busy", "PortScanStarted");

    discoverer.cancel("busy");

    await().until(() -> discoverer.size() == 0);
    captured.awaitProgress("busy", "Cancelled");
    assertThat(captured.progressOf("busy")).doesNotContain("Error").endsWith("Cancelled");
  }

  @Test
  void aFailureWithoutWordsIsToldByItsName() {
    DiscoveryStart request = new DiscoveryStart("req", DiscoveryMode.Fast, null, null);

    new DiscoveryReports("edge1_module_bactrian", discoverer.outbox(), InstantSource.system())
        .failed(request, new IllegalStateException());

    assertThat(captured.progress(1).get(0).path("Result").asText())
        .isEqualTo("IllegalStateException");
  }

  @Test
  void aRequestThatWaitsIsCancelledWithoutEverStarting() throws Exception {
    ServerSocket deaf = deaf();
    discoverer.discover(slow("first", deaf));
    captured.awaitProgress("first", "PortScanStarted");
    discoverer.discover(slow("second", deaf));

    discoverer.cancel("second");
    discoverer.cancel("nobody");

    captured.awaitProgress("second", "Cancelled");
    assertThat(captured.progressOf("second")).containsExactly("Pending", "Cancelled");
    assertThat(discoverer.size()).isEqualTo(1);
  }

  @Test
  void aRangeThatCannotBeMeantIsRefusedAndNothingElseScannedInItsPlace() {
    assertThatThrownBy(() -> discoverer.discover(scan("req", "10.0.0.0/99", "4840")))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("10.0.0.0/99");

    assertThat(discoverer.size()).isZero();
  }

  @Test
  void theTwinMakesAScanRecurAndAChangeOfItBeginsAnother() throws Exception {
    Simulator plant = plant("plant");
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, DiscoveryMode.Off, DiscoveryConfig.NONE);

    ObjectNode holds = twin.apply(desired(plant.port(), "00:00:00.2000000"));

    captured.events(3 * 6);
    assertThat(holds.path("Discovery").asText()).isEqualTo("Network");
    assertThat(holds.path("PortRangesToScan").asText()).isEqualTo("" + plant.port());
    assertThat(holds.path("PortProbeTimeout").asText()).isEqualTo("00:00:05");
    twin.apply(desired(plant.port(), "01:00:00"));
    await().until(() -> discoverer.size() == 0);
    captured.clear();
    twin.apply(desired(plant.port(), "01:00:00"));
    assertThat(discoverer.size()).isZero();
    twin.apply(desired(plant.port(), "02:00:00"));
    captured.events(6);
  }

  @Test
  void aTwinThatAsksForTooMuchIsGivenWhatIsSaneAndToldSo() throws Exception {
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, DiscoveryMode.Off, DiscoveryConfig.NONE);
    ObjectNode wanted = desired(freePort(), "00:00:00");
    wanted.put("MaxPortProbes", 2_000_000_000).put("MaxNetworkProbes", 5);
    wanted.put("PortProbeTimeout", "00:00:02.0000000");

    long begin = System.nanoTime();
    ObjectNode holds = twin.apply(wanted);

    assertThat(holds.path("IdleTimeBetweenScans").asText()).isEqualTo("00:00:01");
    assertThat(holds.path("MaxPortProbes").asInt()).isEqualTo(10_000);
    assertThat(holds.path("MaxNetworkProbes").asInt()).isEqualTo(5);
    assertThat(holds.path("PortProbeTimeout").asText()).isEqualTo("00:00:02.0000000");
    captured.awaitProgress("", "Finished");
    long scans = captured.progressOf("").stream().filter("Started"::equals).count();
    assertThat(scans).isBetween(1L, 1 + Duration.ofNanos(System.nanoTime() - begin).toSeconds());
  }

  @Test
  void aTimeThatCannotBeMeantIsRefusedInWordsOfTheContract() {
    DiscoveryConfig negative =
        new DiscoveryConfig(
            null, null, null, null, Duration.ofSeconds(-1), null, null, null, null, null, null);

    assertThatThrownBy(
            () ->
                discoverer.discover(new DiscoveryStart("req", DiscoveryMode.Fast, negative, null)))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessage(
            "portProbeTimeout is -00:00:01, which is too short."
                + " Write a time as hh:mm:ss, such as 00:00:05.");
  }

  @Test
  void aTwinThatSwitchesOffEndsTheScanThatRuns() throws Exception {
    ServerSocket deaf = deaf();
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, DiscoveryMode.Off, DiscoveryConfig.NONE);
    ObjectNode slow = desired(deaf.getLocalPort(), "00:00:01");
    slow.put("PortProbeTimeout", "01:00:00");
    twin.apply(slow);
    captured.awaitProgress("", "PortScanStarted");

    ObjectNode holds = twin.apply(JSON.createObjectNode().put("Discovery", "Off"));

    captured.awaitProgress("", "Cancelled");
    await().until(() -> discoverer.size() == 0);
    assertThat(holds.path("Discovery").asText()).isEqualTo("Off");
  }

  @Test
  void aTwinThatCannotBeMeantScansNothing() {
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, DiscoveryMode.Off, DiscoveryConfig.NONE);
    ObjectNode wrong = JSON.createObjectNode().put("Discovery", "Fast");
    wrong.put("AddressRangesToScan", "everything");

    assertThat(twin.apply(wrong).path("Discovery").asText()).isEqualTo("Off");
    assertThat(discoverer.size()).isZero();
  }

  @Test
  void urlsOfTheTwinAreAskedTogetherWithTheScan() throws Exception {
    Simulator plant = plant("plant");
    DiscoveryTwin twin = new DiscoveryTwin(discoverer, DiscoveryMode.Off, DiscoveryConfig.NONE);
    ObjectNode wanted = desired(freePort(), "01:00:00");
    wanted.putObject("DiscoveryUrls").put("0", "opc.tcp://127.0.0.1:" + plant.port());

    ObjectNode holds = twin.apply(wanted);

    assertThat(captured.events(6).get(0).path("Registration").isObject()).isTrue();
    assertThat(holds.path("DiscoveryUrls").path("0").asText()).contains(":" + plant.port());
  }

  private static ObjectNode desired(int port, String idle) {
    return JSON.createObjectNode()
        .put("Discovery", "Network")
        .put("AddressRangesToScan", "127.0.0.1/32")
        .put("PortRangesToScan", Integer.toString(port))
        .put("IdleTimeBetweenScans", idle);
  }

  private static DiscoveryStart scan(String id, String addresses, String ports) {
    return scan(id, addresses, ports, Duration.ofSeconds(5));
  }

  private static DiscoveryStart scan(
      String id, String addresses, String ports, Duration probeTimeout) {
    return new DiscoveryStart(
        id,
        DiscoveryMode.Fast,
        new DiscoveryConfig(
            addresses, null, null, ports, probeTimeout, null, null, null, null, null, null),
        null);
  }

  private static DiscoveryStart slow(String id, ServerSocket deaf) {
    return scan(id, "127.0.0.1", Integer.toString(deaf.getLocalPort()), Duration.ofHours(1));
  }

  private Simulator plant(String name) throws Exception {
    Simulator plant = Simulator.start(SimulatorSettings.in(folder.resolve(name)).withPort(0));
    opened.add(plant);
    return plant;
  }

  /** Takes connections, and never says a word. */
  private ServerSocket deaf() throws Exception {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    opened.add(socket);
    return socket;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
