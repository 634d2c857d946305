package org.bactrian.iothub.module;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.link.HubCredentials;
import org.bactrian.iothub.link.LinkSettings;
import org.bactrian.model.time.Backoff;

/** Options of the component and of its endpoints. An empty text stands for an option not set. */
@UriParams
public class IotHubModuleConfiguration implements Cloneable {

  @UriParam(label = "security", secret = true)
  @Metadata(
      description =
          "Connection string of the device or module, from IoT Hub. Without it, the environment"
              + " variables of the IoT Edge runtime are used.")
  private String connectionString = "";

  @UriParam(label = "common")
  @Metadata(
      description =
          "Host name, or host name and port, of an IoT Edge gateway to connect to in place of the"
              + " hub, for instance localhost:8883.")
  private String gatewayHostName = "";

  @UriParam(label = "security")
  @Metadata(
      description =
          "PEM file with certificate authorities to trust besides those of the Java runtime.",
      supportFileReference = true)
  private String caFile = "";

  @UriParam(label = "security")
  @Metadata(
      description =
          "PEM file with the client certificate and its chain, for an identity that signs in by"
              + " X.509. The connection string then has no key.")
  private String certificateFile = "";

  @UriParam(label = "security")
  @Metadata(description = "PEM file with the private key of the client certificate, not encrypted.")
  private String keyFile = "";

  @UriParam(label = "producer", defaultValue = "1000")
  @Metadata(
      description =
          "Largest number of telemetry messages that wait for an acknowledgement of IoT Hub. When"
              + " it is reached, senders wait.")
  private int maxInFlightMessages = LinkSettings.DEFAULT_MAX_IN_FLIGHT_MESSAGES;

  @UriParam(label = "producer", defaultValue = "33554432")
  @Metadata(
      description =
          "Largest size in bytes of telemetry messages that wait for an acknowledgement. When it"
              + " is reached, senders wait.")
  private long maxInFlightBytes = LinkSettings.DEFAULT_MAX_IN_FLIGHT_BYTES;

  @UriParam(label = "producer,advanced", defaultValue = "60s", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long an acknowledgement may take before the connection counts as lost and is made"
              + " anew.",
      javaType = "java.time.Duration")
  private long acknowledgeTimeout = LinkSettings.DEFAULT_ACKNOWLEDGE_TIMEOUT.toMillis();

  @UriParam(label = "producer,advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(
      description = "How long a twin request may take, waiting for a connection included.",
      javaType = "java.time.Duration")
  private long requestTimeout = 30_000;

  @UriParam(label = "advanced", defaultValue = "500ms", javaType = "java.time.Duration")
  @Metadata(
      description = "Wait after the first failed attempt to connect; it doubles with each.",
      javaType = "java.time.Duration")
  private long reconnectDelay = LinkSettings.DEFAULT_BACKOFF.first().toMillis();

  @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(
      description = "Longest wait between attempts to connect.",
      javaType = "java.time.Duration")
  private long maxReconnectDelay = LinkSettings.DEFAULT_BACKOFF.longest().toMillis();

  @UriParam(label = "producer", defaultValue = "application/json")
  @Metadata(description = "Media type of telemetry without a header that names it.")
  private String contentType = "application/json";

  @UriParam(label = "producer", defaultValue = "utf-8")
  @Metadata(
      description =
          "Encoding of telemetry without a header that names it. IoT Hub routes on bodies in utf-8"
              + " only.")
  private String contentEncoding = "utf-8";

  @UriParam(label = "producer")
  @Metadata(description = "Output of the IoT Edge module that telemetry goes to, for its routes.")
  private String outputName = "";

  @UriParam(label = "producer", defaultValue = "report")
  @Metadata(description = "What a twin producer does: report properties, or get the twin.")
  private TwinOperation twinOperation = TwinOperation.report;

  @UriParam(label = "producer,security")
  @Metadata(
      description =
          "Whether message headers give id, media type, properties and output of a message, or what"
              + " to do with the twin, in place of the options. Without it, no header of a message"
              + " changes what the endpoint does.")
  private boolean fromHeaders;

  /**
   * Returns the settings of one connection.
   *
   * @throws IllegalArgumentException naming the option that cannot be used
   */
  LinkSettings linkSettings() {
    return new LinkSettings(
        credentials(),
        gatewayHostName,
        caFile,
        maxInFlightMessages,
        maxInFlightBytes,
        Duration.ofMillis(acknowledgeTimeout),
        new Backoff(Duration.ofMillis(reconnectDelay), Duration.ofMillis(maxReconnectDelay)));
  }

  private HubCredentials credentials() {
    if (connectionString.isBlank()) {
      return new HubCredentials.EdgeEnvironment();
    }
    ConnectionString connection = ConnectionString.parse(connectionString);
    if (certificateFile.isEmpty() != keyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "A client certificate needs both certificateFile and keyFile. Set the other one too.");
    }
    return certificateFile.isEmpty()
        ? new HubCredentials.SharedAccessKey(connection)
        : new HubCredentials.ClientCertificate(
            connection, Path.of(certificateFile), Path.of(keyFile));
  }

  /** Returns a copy that can be changed without changing this. */
  public IotHubModuleConfiguration copy() {
    try {
      return (IotHubModuleConfiguration) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  public String getConnectionString() {
    return connectionString;
  }

  public void setConnectionString(String connectionString) {
    this.connectionString = connectionString;
  }

  public String getGatewayHostName() {
    return gatewayHostName;
  }

  public void setGatewayHostName(String gatewayHostName) {
    this.gatewayHostName = gatewayHostName;
  }

  public String getCaFile() {
    return caFile;
  }

  public void setCaFile(String caFile) {
    this.caFile = caFile;
  }

  public String getCertificateFile() {
    return certificateFile;
  }

  public void setCertificateFile(String certificateFile) {
    this.certificateFile = certificateFile;
  }

  public String getKeyFile() {
    return keyFile;
  }

  public void setKeyFile(String keyFile) {
    this.keyFile = keyFile;
  }

  public int getMaxInFlightMessages() {
    return maxInFlightMessages;
  }

  public void setMaxInFlightMessages(int maxInFlightMessages) {
    this.maxInFlightMessages = maxInFlightMessages;
  }

  public long getMaxInFlightBytes() {
    return maxInFlightBytes;
  }

  public void setMaxInFlightBytes(long maxInFlightBytes) {
    this.maxInFlightBytes = maxInFlightBytes;
  }

  public long getAcknowledgeTimeout() {
    return acknowledgeTimeout;
  }

  public void setAcknowledgeTimeout(long acknowledgeTimeout) {
    this.acknowledgeTimeout = acknowledgeTimeout;
  }

  public long getRequestTimeout() {
    return requestTimeout;
  }

  public void setRequestTimeout(long requestTimeout) {
    this.requestTimeout = requestTimeout;
  }

  public long getReconnectDelay() {
    return reconnectDelay;
  }

  public void setReconnectDelay(long reconnectDelay) {
    this.reconnectDelay = reconnectDelay;
  }

  public long getMaxReconnectDelay() {
    return maxReconnectDelay;
  }

  public void setMaxReconnectDelay(long maxReconnectDelay) {
    this.maxReconnectDelay = maxReconnectDelay;
  }

  public String getContentType() {
    return contentType;
  }

  public void setContentType(String contentType) {
    this.contentType = contentType;
  }

  public String getContentEncoding() {
    return contentEncoding;
  }

  public void setContentEncoding(String contentEncoding) {
    this.contentEncoding = contentEncoding;
  }

  public String getOutputName() {
    return outputName;
  }

  public void setOutputName(String outputName) {
    this.outputName = outputName;
  }

  public TwinOperation getTwinOperation() {
    return twinOperation;
  }

  public void setTwinOperation(TwinOperation twinOperation) {
    this.twinOperation = twinOperation;
  }

  public boolean isFromHeaders() {
    return fromHeaders;
  }

  public void setFromHeaders(boolean fromHeaders) {
    this.fromHeaders = fromHeaders;
  }
}
