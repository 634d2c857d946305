package org.bactrian.opcua.discovery;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;

/**
 * Unsecured connection to a server without session, for the discovery services (Part 4, 5.5).
 * Milo's own client for them raises no limits and cannot ask for servers on the network.
 */
final class DiscoveryChannel implements AutoCloseable {

  private static final UInteger MAX_SERVERS = uint(1000);

  private final String url;
  private final DiscoverySettings settings;
  private final OpcTcpClientTransport transport;

  private DiscoveryChannel(
      String url, DiscoverySettings settings, OpcTcpClientTransport transport) {
    this.url = url;
    this.settings = settings;
    this.transport = transport;
  }

  static DiscoveryChannel open(DiscoveryUrl url, DiscoverySettings settings)
      throws UaException, InterruptedException {
    UInteger timeout = uint(settings.connectTimeout().toMillis());
    OpcTcpClientTransport transport =
        new OpcTcpClientTransport(
            OpcTcpClientTransportConfig.newBuilder()
                .setConnectTimeout(timeout)
                .setAcknowledgeTimeout(timeout)
                .build());
    DiscoveryChannel channel = new DiscoveryChannel(url.toString(), settings, transport);
    try {
      await(
          transport.connect(new UnsecuredChannelConfig(unsecured(url.toString()), settings)),
          settings.connectTimeout());
      return channel;
    } catch (UaException e) {
      channel.close();
      throw e;
    }
  }

  private static EndpointDescription unsecured(String url) {
    return new EndpointDescription(
        url,
        new ApplicationDescription(
            null, null, null, ApplicationType.Server, null, null, new String[0]),
        ByteString.NULL_VALUE,
        MessageSecurityMode.None,
        SecurityPolicy.None.getUri(),
        null,
        Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
        ubyte(0));
  }

  /** Endpoints of every transport and security (GetEndpoints). */
  List<EndpointDescription> endpoints() throws UaException, InterruptedException {
    GetEndpointsResponse response =
        ask(
            new GetEndpointsRequest(header(), url, locales(), new String[0]),
            GetEndpointsResponse.class);
    return listOf(response.getEndpoints());
  }

  /** Servers that this one knows, itself included (FindServers). */
  List<ApplicationDescription> servers() throws UaException, InterruptedException {
    FindServersResponse response =
        ask(
            new FindServersRequest(header(), url, locales(), new String[0]),
            FindServersResponse.class);
    return listOf(response.getServers());
  }

  /** Servers that a discovery server has seen on the network (FindServersOnNetwork). */
  List<ServerOnNetwork> serversOnNetwork() throws UaException, InterruptedException {
    FindServersOnNetworkResponse response =
        ask(
            new FindServersOnNetworkRequest(header(), uint(0), MAX_SERVERS, new String[0]),
            FindServersOnNetworkResponse.class);
    return listOf(response.getServers());
  }

  private static <T> List<T> listOf(T[] array) {
    return array == null ? List.of() : Arrays.asList(array);
  }

  private String[] locales() {
    return settings.locales().toArray(String[]::new);
  }

  private RequestHeader header() {
    return new RequestHeader(
        NodeId.NULL_VALUE,
        DateTime.now(),
        uint(0),
        uint(0),
        null,
        uint(settings.requestTimeout().toMillis()),
        null);
  }

  private <T> T ask(UaRequestMessageType request, Class<T> answer)
      throws UaException, InterruptedException {
    return answer.cast(await(transport.sendRequestMessage(request), settings.requestTimeout()));
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout)
      throws UaException, InterruptedException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw UaException.extract(e.getCause()).orElseGet(() -> new UaException(e.getCause()));
    } catch (TimeoutException e) {
      throw new UaException(e);
    }
  }

  @Override
  public void close() {
    transport.disconnect();
  }
}
