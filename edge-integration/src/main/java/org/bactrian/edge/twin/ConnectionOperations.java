package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Header;
import org.bactrian.edge.twin.contract.ChannelDiagnostic;
import org.bactrian.edge.twin.contract.ChannelDiagnosticBuilder;
import org.bactrian.edge.twin.contract.ConnectionDiagnostics;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.opcua.session.ActiveConnection;
import org.bactrian.opcua.session.ConnectedServer;
import org.bactrian.opcua.session.RequestOptions;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.SessionStatistics;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;

/** Methods about the edge's own connections. */
public final class ConnectionOperations {

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  private final TwinRequestExecutor calls;

  public ConnectionOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method GetActiveConnections: servers that have a session with the edge. */
  public List<RequestConnection> getActiveConnections() {
    return sessions().stream()
        .map(session -> TwinConnections.connection(session.settings()))
        .toList();
  }

  /**
   * Method ResetAllConnections: all sessions are made anew, and subscriptions go over to them.
   *
   * @return no bytes, as the contract has it
   */
  public byte[] resetAllConnections() {
    calls.sessions().reset();
    return new byte[0];
  }

  /** Method GetConnectionDiagnostics: what servers count of their sessions with the edge. */
  public CompletableFuture<List<ConnectionDiagnostics>> getConnectionDiagnostics() {
    return ofEach(
        (session, access) ->
            calls
                .withPermit(
                    session.settings(),
                    permit ->
                        calls.onThread(
                            permit,
                            () ->
                                Optional.ofNullable(
                                    SessionDiagnosticsReader.read(new ServerView(access, null)))))
                .exceptionally(fault -> Optional.empty())
                .thenApply(counts -> diagnostics(session, counts)),
        session -> diagnostics(session, Optional.empty()));
  }

  private static ConnectionDiagnostics diagnostics(
      SessionStatistics session, Optional<JsonNode> counts) {
    return new ConnectionDiagnostics(
        TwinConnections.connection(session.settings()), counts.orElse(null));
  }

  /** Method GetChannelDiagnostics: the addresses and sessions of the edge's connections. */
  public CompletableFuture<List<ChannelDiagnostic>> getChannelDiagnostics() {
    return ofEach(
        (session, access) ->
            channel(access.client())
                .thenCombine(
                    sessionId(access.client()), (channel, id) -> channel(session, channel, id))
                .exceptionally(fault -> channel(session, Optional.empty(), Optional.empty())),
        session -> channel(session, Optional.empty(), Optional.empty()));
  }

  /**
   * Operation WatchChannelDiagnostics: the channels there are, then each that changes.
   *
   * @param method name of the method, whose single answer has to end; null for transports that
   *     stream
   * @return to be closed by who reads it
   */
  public Iterator<ChannelDiagnostic> watchChannelDiagnostics(
      @Header(IotHubModuleConstants.METHOD_NAME) String method) {
    return method == null
        ? new ChannelChangeIterator(() -> getChannelDiagnostics().join(), WATCH_INTERVAL)
        : getChannelDiagnostics().join().iterator();
  }

  private static ChannelDiagnostic channel(
      SessionStatistics session, Optional<Channel> channel, Optional<NodeId> id) {
    Optional<InetSocketAddress> remote = channel.flatMap(c -> address(c.remoteAddress()));
    Optional<InetSocketAddress> local = channel.flatMap(c -> address(c.localAddress()));
    return ChannelDiagnosticBuilder.builder()
        .timeStamp(Instant.now())
        .sessionId(id.map(NodeId::toParseableString).orElse(null))
        .sessionCreated(
            session.state() instanceof SessionState.Connected connected ? connected.since() : null)
        .connection(TwinConnections.connection(session.settings()))
        .remoteIpAddress(remote.map(a -> a.getAddress().getHostAddress()).orElse(null))
        .remotePort(remote.map(InetSocketAddress::getPort).orElse(null))
        .localIpAddress(local.map(a -> a.getAddress().getHostAddress()).orElse(null))
        .localPort(local.map(InetSocketAddress::getPort).orElse(null))
        .build();
  }

  private static Optional<InetSocketAddress> address(SocketAddress address) {
    return address instanceof InetSocketAddress known && !known.isUnresolved()
        ? Optional.of(known)
        : Optional.empty();
  }

  private static CompletableFuture<Optional<Channel>> channel(OpcUaClient client) {
    return client.getTransport() instanceof OpcTcpClientTransport transport
        ? transport.getChannelFsm().getChannel().thenApply(Optional::ofNullable)
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static CompletableFuture<Optional<NodeId>> sessionId(OpcUaClient client) {
    return client.getSessionAsync().thenApply(session -> Optional.of(session.getSessionId()));
  }

  private List<SessionStatistics> sessions() {
    return calls.sessions().active().stream().map(ActiveConnection::session).toList();
  }

  /** Asks the servers that are connected; the others are shown as they are. */
  private <T> CompletableFuture<List<T>> ofEach(
      BiFunction<SessionStatistics, ConnectedServer, CompletableFuture<T>> connected,
      Function<SessionStatistics, T> other) {
    List<CompletableFuture<T>> all = new ArrayList<>();
    for (SessionStatistics session : sessions()) {
      if (session.state() instanceof SessionState.Connected) {
        all.add(
            calls
                .sessions()
                .use(
                    session.settings(),
                    RequestOptions.DEFAULT,
                    access -> connected.apply(session, access))
                .exceptionally(fault -> other.apply(session)));
      } else {
        all.add(CompletableFuture.completedFuture(other.apply(session)));
      }
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(done -> all.stream().map(CompletableFuture::join).toList());
  }
}
