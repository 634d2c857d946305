package org.bactrian.opcua.discovery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Scans for hosts, then for OPC UA servers at their ports, and connects to nothing outside the
 * ranges. It runs on one thread, which also calls {@link #close()} to free threads and sockets.
 * Only the {@link CancellationToken} may be used by other threads.
 */
public final class NetworkScanner implements AutoCloseable {

  private final ScanRanges ranges;
  private final ScanTimeoutSettings settings;
  private final CancellationToken cancellation;
  private final TcpPortProber probes;

  /** A scan ends by itself when {@code cancellation} says so; connections end with the scanner. */
  public NetworkScanner(
      ScanRanges ranges, ScanTimeoutSettings settings, CancellationToken cancellation)
      throws IOException {
    this.ranges = ranges;
    this.settings = settings;
    this.cancellation = cancellation;
    this.probes = new TcpPortProber();
  }

  /** Number of addresses that {@link #hosts} looks at. */
  public long totalAddresses() {
    return ranges.addresses().count();
  }

  /** Number of ports that {@link #servers} looks at. */
  public long totalPorts(Collection<Inet4Address> hosts) {
    return (long) ranges.ports().count() * hosts.size();
  }

  /**
   * The addresses at which somebody accepts or refuses a connection to one of a few of the ports. A
   * host that answers at none of them is taken for absent.
   *
   * @throws CancellationException when the scan was cancelled
   */
  public List<Inet4Address> hosts(ScanListener<Inet4Address> listener) throws InterruptedException {
    List<Integer> ports = ranges.samplePorts();
    if (ports.isEmpty()) {
      return List.of();
    }
    return new ProbeScheduler<>(
            ranges.addresses().iterator(),
            totalAddresses(),
            address ->
                probes.host(
                    ports.stream().map(port -> new InetSocketAddress(address, port)).toList(),
                    settings.networkProbeTimeout()),
            settings.networkProbes(),
            listener,
            cancellation)
        .run();
  }

  /**
   * The ports of hosts at which an OPC UA server listens.
   *
   * @param hosts addresses, of which those outside the ranges are passed over
   * @throws CancellationException when the scan was cancelled
   */
  public List<InetSocketAddress> servers(
      Collection<Inet4Address> hosts, ScanListener<InetSocketAddress> listener)
      throws InterruptedException {
    List<Inet4Address> allowed = hosts.stream().filter(ranges.addresses()::contains).toList();
    return new ProbeScheduler<>(
            portAfterPort(allowed),
            totalPorts(allowed),
            port -> probes.server(port, settings.portProbeTimeout()),
            settings.portProbes(),
            listener,
            cancellation)
        .run();
  }

  /** One port of every host, then the next, so that no host meets all probes at once. */
  private Iterator<InetSocketAddress> portAfterPort(List<Inet4Address> hosts) {
    return ranges.ports().stream()
        .boxed()
        .flatMap(port -> hosts.stream().map(host -> new InetSocketAddress(host, port)))
        .iterator();
  }

  @Override
  public void close() {
    probes.close();
  }
}
