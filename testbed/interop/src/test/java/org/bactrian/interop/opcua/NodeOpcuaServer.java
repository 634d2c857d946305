package org.bactrian.interop.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bactrian.interop.peer.Peer;

/**
 * An OPC UA server that we did not write. Its nodes, in {@link #NAMESPACE}: {@code s=Counter1} and
 * so on (UInt32, all rise by one each tick), {@code s=SetPoint} (Double, writable, 20.5 at first),
 * {@code i=1001} (Int32 array 1, 2, 3), {@code s=Multiply} on {@code s=Plant} (two Doubles to one).
 */
public final class NodeOpcuaServer implements AutoCloseable {

  /** Namespace of its nodes. */
  public static final String NAMESPACE = "urn:node-opcua:plant";

  private final Peer peer;

  private NodeOpcuaServer(Peer peer) {
    this.peer = peer;
  }

  /**
   * Starts a server on loopback.
   *
   * @param pki folder for its certificates
   * @param port TCP port, 0 for any
   * @param counters number of counters
   * @param rate time between two ticks
   */
  public static NodeOpcuaServer start(Path pki, int port, int counters, Duration rate)
      throws IOException {
    return start(
        Map.of(
            "pki", pki.toString(),
            "port", Integer.toString(port),
            "counters", Integer.toString(counters),
            "rate", Long.toString(rate.toMillis())));
  }

  /**
   * Starts a server that also has values of structures of its own: {@code s=recipe}, with optional
   * members {@code s=optboth} and {@code s=optnone}, unions {@code s=uninum} and {@code s=unitxt},
   * an array {@code s=arrstep}; and {@code s=nulltext}, a String that is null.
   */
  public static NodeOpcuaServer withStructures(Path pki) throws IOException {
    return start(Map.of("pki", pki.toString(), "structures", "yes"));
  }

  /**
   * Starts a server that also has a tank with an alarm {@code s=Tank.LevelAlarm}: its level is 50,
   * its limits are 5, 10, 80 and 95.
   */
  public static NodeOpcuaServer withAlarms(Path pki) throws IOException {
    return start(Map.of("pki", pki.toString(), "alarms", "yes"));
  }

  /**
   * Starts a server that also has files and directories below {@code s=FileSystem}: {@code
   * readme.txt} and {@code Recipes}.
   */
  public static NodeOpcuaServer withFiles(Path pki) throws IOException {
    return start(Map.of("pki", pki.toString(), "files", "yes"));
  }

  /** Starts a server on loopback with options of {@code opcua-server.js}. */
  static NodeOpcuaServer start(Map<String, String> options) throws IOException {
    return new NodeOpcuaServer(Peer.start("opcua-server.js", options, Map.of()));
  }

  /** Address at which clients find it. */
  public String endpointUrl() {
    return peer.greeting().get("endpointUrl").asText();
  }

  /** The TCP port. */
  public int port() {
    return peer.greeting().get("port").asInt();
  }

  /** Number of ticks since the start, which is what the counters show. */
  public long tick() throws IOException {
    return peer.ask("tick").asLong();
  }

  /** Fills the tank of a server with alarms to that level. */
  public void level(double value) throws IOException {
    peer.ask("level", "value", value);
  }

  /** Ends it as a crash does. */
  public void kill() throws IOException {
    peer.kill();
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
