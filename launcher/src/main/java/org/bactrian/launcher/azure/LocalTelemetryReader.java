package org.bactrian.launcher.azure;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bactrian.localazure.pki.LocalTrust;

/** Reads the telemetry that arrives at the local hub, one line of JSON a message. */
public final class LocalTelemetryReader {

  private final LocalEndpoints endpoints;

  /** A monitor of the hub at {@code endpoints}. */
  public LocalTelemetryReader(LocalEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** Good for an hour; the connection may live longer. */
  private String signature() {
    return new IotHubServiceSasToken(
            IotHubConnectionStringBuilder.createIotHubConnectionString(
                endpoints.iotHubServiceConnectionString()))
        .toString();
  }

  /**
   * Hands every message that arrives from now on to {@code line} until the connection ends or the
   * thread is interrupted.
   *
   * @param connected called when nothing that arrives is missed any more
   * @throws IOException when the hub does not answer or cuts the connection
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when the hub refuses
   */
  public void follow(Runnable connected, Consumer<String> line)
      throws IOException, InterruptedException {
    HttpClient http =
        HttpClient.newBuilder().sslContext(LocalTrust.sslContext(endpoints.authority())).build();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(endpoints.iotHubEndpoint() + "/monitor?api-version=2021-04-12"))
            .header("Authorization", signature())
            .build();
    HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      response.body().close();
      throw new IllegalStateException(
          "The local hub refuses the monitor with status " + response.statusCode());
    }
    connected.run();
    try (Stream<String> lines = response.body()) {
      lines.forEach(line);
    }
  }
}
