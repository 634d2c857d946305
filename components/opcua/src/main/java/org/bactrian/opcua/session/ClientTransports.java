package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bactrian.opcua.reverse.ExpectedServers;
import org.bactrian.opcua.reverse.ReverseConnectListener;
import org.bactrian.opcua.reverse.ReverseConnectTransport;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.client.OpcClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;

/** Transports of clients to servers, over connections that either side opens. */
final class ClientTransports implements AutoCloseable {

  private static final String[] NO_LOCALES = {};

  private final OpcUaClientSettings settings;
  private final ExpectedServers expected = new ExpectedServers();
  private final ReverseConnectListener listener;

  ClientTransports(OpcUaClientSettings settings) {
    this.settings = settings;
    this.listener = new ReverseConnectListener(settings.reverseConnect(), expected);
  }

  /**
   * Expects a server that opens the connection.
   *
   * @param arrived run when it has connected and nobody was waiting
   */
  ExpectedServers.Expectation expect(ConnectionSettings connection, Runnable arrived) {
    return expected.expect(connection.endpointUrl(), arrived);
  }

  /** Longest time until a connection stands. */
  Duration patience(ConnectionSettings connection) {
    return connection.reverseConnect()
        ? settings.reverseConnect().longestWait().plus(settings.connectTimeout())
        : settings.connectTimeout();
  }

  /** A transport that is not connected yet. */
  OpcClientTransport create(ConnectionSettings connection) throws ConnectFaultException {
    OpcTcpClientTransportConfigBuilder builder = OpcTcpClientTransportConfig.newBuilder();
    configure(builder);
    OpcTcpClientTransportConfig configuration = builder.build();
    if (!connection.reverseConnect()) {
      return new OpcTcpClientTransport(configuration);
    }
    listen(connection);
    return new ReverseConnectTransport(
        configuration, expected, settings.reverseConnect().longestWait());
  }

  /** The endpoints that a server offers. */
  CompletableFuture<List<EndpointDescription>> endpoints(ConnectionSettings connection)
      throws ConnectFaultException {
    String url = connection.endpointUrl();
    DiscoveryClient client =
        new DiscoveryClient(
            new EndpointDescription(
                url,
                null,
                null,
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                null,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0)),
            create(connection));
    return client
        .connectAsync()
        .thenCompose(
            connected ->
                connected.getEndpoints(
                    url, NO_LOCALES, new String[] {Stack.TCP_UASC_UABINARY_TRANSPORT_URI}))
        .whenComplete((answer, fault) -> client.disconnectAsync())
        .thenApply(
            answer ->
                answer.getEndpoints() == null ? List.of() : Arrays.asList(answer.getEndpoints()));
  }

  private void listen(ConnectionSettings connection) throws ConnectFaultException {
    try {
      listener.open();
    } catch (IOException e) {
      throw new ConnectFaultException(
          ConnectFault.LOCAL,
          "%s: it is to open the connection, and %s. Free the port, or name another with --rcp."
              .formatted(connection.endpointUrl(), e.getMessage()));
    }
  }

  private void configure(OpcTcpClientTransportConfigBuilder transport) {
    transport.setChannelLifetime(millis(settings.tokenLifetime()));
    transport.setConnectTimeout(millis(settings.connectTimeout()));
    transport.setAcknowledgeTimeout(millis(settings.connectTimeout()));
    transport.setChannelPipelineCustomizer(
        pipeline -> pipeline.addLast(new HelloAcknowledgeHandler()));
  }

  static UInteger millis(Duration duration) {
    return uint(Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  @Override
  public void close() {
    listener.close();
  }
}
