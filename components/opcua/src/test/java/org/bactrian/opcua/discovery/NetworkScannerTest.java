package org.bactrian.opcua.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bactrian.model.discovery.AddressRanges;
import org.bactrian.model.discovery.PortRanges;
import org.bactrian.opcua.testkit.TestPlant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On loopback, whose addresses from 127.0.0.1 on are so many hosts on Linux. */
@EnabledOnOs(OS.LINUX)
class NetworkScannerTest {

  private static final ScanTimeoutSettings QUICK =
      new ScanTimeoutSettings(Duration.ofSeconds(5), 20, Duration.ofSeconds(3), 50, 80);

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CancellationToken cancellation = new CancellationToken();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void serversAreFoundAmongPortsThatAreClosedDeafOrOfAnotherProtocol() throws Exception {
    TestPlant one = plant("one");
    TestPlant two = plant("two");
    Listener deaf = listener("127.0.0.1", "");
    Listener web = listener("127.0.0.1", "HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n");
    int closed = closedPort();

    List<InetSocketAddress> found =
        scanner("127.0.0.1", one.port(), two.port(), deaf.port(), web.port(), closed)
            .servers(List.of(address("127.0.0.1")), new ScanListener<>() {});

    assertThat(found)
        .extracting(InetSocketAddress::getPort)
        .containsExactlyInAnyOrder(one.port(), two.port());
    assertThat(deaf.visits()).isEqualTo(1);
  }

  @Test
  void aServerThatRefusesTheGreetingIsAServerAllTheSame() throws Exception {
    String error = "ERRF\u0010\0\0\0\0\0}\u0080\0\0\0\0";
    Listener strict = listener("127.0.0.1", error);

    assertThat(
            scanner("127.0.0.1", strict.port())
                .servers(List.of(address("127.0.0.1")), new ScanListener<>() {}))
        .hasSize(1);
  }

  @Test
  void everyAddressOfTheRangeThatAnswersIsAHostEvenWhenItRefuses() throws Exception {
    Listener one = listener("127.0.0.2", "");

    List<Inet4Address> hosts =
        scanner("127.0.0.1-127.0.0.3", one.port()).hosts(new ScanListener<>() {});

    assertThat(hosts)
        .extracting(InetAddress::getHostAddress)
        .containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "127.0.0.3");
  }

  @Test
  void nobodyOutsideOfTheRangesIsEverConnectedTo() throws Exception {
    Listener inside = listener("127.0.0.2", "");
    Listener outside = listener("127.0.0.5", "", inside.port());
    Listener otherPort = listener("127.0.0.2", "");
    NetworkScanner scanner = scanner("127.0.0.1-127.0.0.4", inside.port());

    List<Inet4Address> hosts = new ArrayList<>(scanner.hosts(new ScanListener<>() {}));
    hosts.add(address("127.0.0.5"));
    scanner.servers(hosts, new ScanListener<>() {});

    assertThat(inside.visits()).isEqualTo(2);
    assertThat(outside.visits()).isZero();
    assertThat(otherPort.visits()).isZero();
  }

  @Test
  void aScanIsCancelledInItsMidstAndConnectsNoMore() throws Exception {
    Listener deaf = listener("127.0.0.2", "");
    ScanTimeoutSettings slow =
        new ScanTimeoutSettings(Duration.ofSeconds(60), 5, Duration.ofSeconds(60), 5, 80);
    NetworkScanner scanner =
        new NetworkScanner(
            new ScanRanges(AddressRanges.parse("127.0.0.2"), ports(deaf.port())),
            slow,
            cancellation);
    opened.add(scanner);
    CompletableFuture<List<InetSocketAddress>> scan =
        CompletableFuture.supplyAsync(
            () -> servers(scanner, List.of(address("127.0.0.2"))), ForkJoinPool.commonPool());
    Awaitility.await().until(() -> deaf.visits() == 1);

    cancellation.cancel();

    assertThatThrownBy(() -> scan.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
  }

  /** Many times, since it takes a cancellation while a socket is being opened. */
  @RepeatedTest(30)
  void aScanThatIsBusyWithRefusalsIsCancelledAsOne() throws Exception {
    Listener seen = listener("127.0.0.9", "");
    PortRanges many = PortRanges.parse(seen.port() + "-" + Math.min(65535, seen.port() + 5000));
    ScanRanges ranges = new ScanRanges(AddressRanges.parse("127.0.0.0/24"), many);
    List<Inet4Address> hosts =
        IntStream.rangeClosed(1, 254).mapToObj(last -> address("127.0.0." + last)).toList();
    CompletableFuture<List<InetSocketAddress>> scan =
        CompletableFuture.supplyAsync(
            () -> {
              try (NetworkScanner scanner = new NetworkScanner(ranges, QUICK, cancellation)) {
                return servers(scanner, hosts);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> seen.visits() == 1);

    cancellation.cancel();

    assertThatThrownBy(() -> scan.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
  }

  private static List<InetSocketAddress> servers(NetworkScanner scanner, List<Inet4Address> hosts) {
    try {
      return scanner.servers(hosts, new ScanListener<>() {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private NetworkScanner scanner(String addresses, int... ports) throws IOException {
    NetworkScanner scanner =
        new NetworkScanner(
            new ScanRanges(AddressRanges.parse(addresses), ports(ports)), QUICK, cancellation);
    opened.add(scanner);
    return scanner;
  }

  private static PortRanges ports(int... ports) {
    return PortRanges.parse(
        IntStream.of(ports).mapToObj(Integer::toString).collect(Collectors.joining(";")));
  }

  private TestPlant plant(String name) throws IOException {
    TestPlant plant = TestPlant.start(folder.resolve(name));
    opened.add(plant);
    return plant;
  }

  private Listener listener(String address, String answer) throws IOException {
    return listener(address, answer, 0);
  }

  private Listener listener(String address, String answer, int port) throws IOException {
    Listener listener = new Listener(address(address), port, answer);
    opened.add(listener);
    return listener;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, address("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  static Inet4Address address(String text) {
    try {
      return (Inet4Address) InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Takes connections, counts them, answers each with the same bytes and keeps it open. */
  private static final class Listener implements AutoCloseable {

    private final ServerSocket socket;
    private final ConcurrentLinkedQueue<java.net.Socket> visitors = new ConcurrentLinkedQueue<>();

    Listener(InetAddress address, int port, String answer) throws IOException {
      socket = new ServerSocket(port, 50, address);
      Thread thread = new Thread(() -> serve(answer.getBytes(StandardCharsets.ISO_8859_1)));
      thread.setDaemon(true);
      thread.start();
    }

    private void serve(byte[] answer) {
      while (!socket.isClosed()) {
        try {
          java.net.Socket visitor = socket.accept();
          visitors.add(visitor);
          visitor.getOutputStream().write(answer);
        } catch (IOException e) {
          // The visitor has left, or the test is over.
        }
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    int visits() {
      return visitors.size();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (java.net.Socket visitor : visitors) {
        visitor.close();
      }
    }
  }
}
