package org.bactrian.iothub.link;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.InternalClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.RetryDecision;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Makes clients of the device SDK, over MQTT, as the settings say. */
final class SdkClients {

  /** With the SDK's own ten messages every ten milliseconds, 600 small messages pass a second. */
  private static final int SEND_INTERVAL_MILLIS = 1;

  private static final int MESSAGES_PER_INTERVAL = 1_000;

  /** A lost network is noticed after one and a half of these. */
  private static final int KEEP_ALIVE_SECONDS = 30;

  private static final Pattern HOST_AND_PORT = Pattern.compile("[^:#]+:\\d+");

  private SdkClients() {}

  /**
   * Returns a client that is not open yet, and that never retries by itself: after a reconnect of
   * its own it would not subscribe to methods and twins again.
   *
   * @throws IOException when a file of the settings cannot be used
   * @throws IotHubClientException when the IoT Edge runtime does not give credentials
   * @throws IllegalArgumentException when the connection string cannot be used
   */
  static InternalClient create(LinkSettings settings) throws IOException, IotHubClientException {
    InternalClient client = create(settings, options(settings));
    client.setRetryPolicy((attempt, cause) -> new RetryDecision(false, 0));
    return client;
  }

  private static InternalClient create(LinkSettings settings, ClientOptions options)
      throws IotHubClientException {
    HubCredentials credentials = settings.credentials();
    if (credentials instanceof HubCredentials.SharedAccessKey key) {
      return identity(routed(key.connectionString(), settings), options);
    }
    if (credentials instanceof HubCredentials.ClientCertificate certificate) {
      return identity(
          routed(certificate.connectionString(), settings).with("x509", "true"), options);
    }
    try {
      return ModuleClient.createFromEnvironment(
          new UnixSocketChannel(), IotHubClientProtocol.MQTT, options);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          e.getMessage() + " Run this as an IoT Edge module, or set a connection string.", e);
    }
  }

  private static InternalClient identity(ConnectionString connection, ClientOptions options) {
    String text = connection.withSecrets();
    return connection.part("ModuleId").isPresent()
        ? new ModuleClient(text, IotHubClientProtocol.MQTT, options)
        : new DeviceClient(text, IotHubClientProtocol.MQTT, options);
  }

  /** Leads to the gateway of the settings, or to that of the connection string, or to the hub. */
  private static ConnectionString routed(ConnectionString connection, LinkSettings settings) {
    String gateway = settings.gateway();
    if (gateway.isEmpty()) {
      return connection;
    }
    // The SDK appends its own port to the name; behind a '#' that is a fragment and ignored.
    boolean hasPort = HOST_AND_PORT.matcher(gateway).matches();
    return connection.with("GatewayHostName", hasPort ? gateway + "#" : gateway);
  }

  private static ClientOptions options(LinkSettings settings) throws IOException {
    ClientOptions.ClientOptionsBuilder options =
        ClientOptions.builder()
            .sendInterval(SEND_INTERVAL_MILLIS)
            .receiveInterval(SEND_INTERVAL_MILLIS)
            .messagesSentPerSendInterval(MESSAGES_PER_INTERVAL)
            .keepAliveInterval(KEEP_ALIVE_SECONDS)
            // Messages never expire here, so there is nothing to look for.
            .messageExpirationCheckPeriod(0)
            .logRoutineDisconnectsAsErrors(false);
    Optional<SSLContext> tls = tls(settings);
    return tls.map(TcpNoDelayTlsContext::of).map(options::sslContext).orElse(options).build();
  }

  private static Optional<SSLContext> tls(LinkSettings settings) throws IOException {
    if (settings.credentials() instanceof HubCredentials.ClientCertificate certificate) {
      return Optional.of(
          PemTlsContext.showing(
              settings.caFile(), certificate.certificateFile(), certificate.keyFile()));
    }
    // The SDK takes what an IoT Edge runtime trusts from there, unless it is told otherwise here.
    boolean ofRuntime =
        settings.caFile().isEmpty()
            && settings.credentials() instanceof HubCredentials.EdgeEnvironment;
    return ofRuntime ? Optional.empty() : Optional.of(PemTlsContext.trusting(settings.caFile()));
  }
}
