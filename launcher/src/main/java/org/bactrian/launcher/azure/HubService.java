package org.bactrian.launcher.azure;

import com.azure.core.credential.AzureSasCredential;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The service side of an IoT Hub, local or real, through the official service SDK. */
public final class HubService {

  /** The SDK reads for 24 s, so a hub that waits longer never gets to say who is offline. */
  private static final int CONNECT_SECONDS = 0;

  private static final int RESPONSE_SECONDS = 20;

  private final QueryClient queries;
  private final DirectMethodsClient methods;

  private HubService(QueryClient queries, DirectMethodsClient methods) {
    this.queries = queries;
    this.methods = methods;
  }

  /**
   * A direct method's answer.
   *
   * @param status status that the device answered with
   * @param payload JSON that it answered with, {@code null} written for none
   */
  public record Answer(int status, String payload) {}

  /**
   * A hub of Azure.
   *
   * @throws IllegalArgumentException when the connection string is none of a hub's service side
   */
  public static HubService real(String connectionString) {
    return new HubService(
        new QueryClient(connectionString), new DirectMethodsClient(connectionString));
  }

  /** The hub of the local Azure. The service SDK trusts its authority from then on. */
  public static HubService local(LocalEndpoints endpoints) {
    LocalTrust.letServiceSdkTrust(endpoints.authority());
    URI uri = URI.create(endpoints.iotHubEndpoint());
    String host = uri.getHost() + ":" + uri.getPort();
    AzureSasCredential credential = new AzureSasCredential(signature(endpoints));
    return new HubService(
        new QueryClient(host, credential), new DirectMethodsClient(host, credential));
  }

  /** A signature of the local hub's service side, good for an hour. */
  static String signature(LocalEndpoints endpoints) {
    IotHubConnectionString connection =
        IotHubConnectionStringBuilder.createIotHubConnectionString(
            endpoints.iotHubServiceConnectionString());
    return new IotHubServiceSasToken(connection).toString();
  }

  /**
   * All devices and modules.
   *
   * @throws IOException when the hub does not answer
   * @throws IotHubException when it refuses
   */
  public List<Twin> identities() throws IOException, IotHubException {
    List<Twin> identities = new ArrayList<>();
    for (String query : List.of("SELECT * FROM devices", "SELECT * FROM devices.modules")) {
      TwinQueryResponse response = queries.queryTwins(query);
      while (response.hasNext()) {
        identities.add(response.next());
      }
    }
    return identities;
  }

  /**
   * Calls a direct method.
   *
   * @param target {@code device} or {@code device/module}
   * @param payload JSON, empty for none
   * @throws IOException when the hub does not answer
   * @throws IotHubException when it refuses, or the target is not there or does not answer
   * @throws IllegalArgumentException when the payload is not JSON
   */
  public Answer invoke(String target, String method, String payload)
      throws IOException, IotHubException {
    DirectMethodRequestOptions options =
        DirectMethodRequestOptions.builder()
            .payload(json(payload))
            .methodConnectTimeoutSeconds(CONNECT_SECONDS)
            .methodResponseTimeoutSeconds(RESPONSE_SECONDS)
            .build();
    int slash = target.indexOf('/');
    DirectMethodResponse response =
        slash < 0
            ? methods.invoke(target, method, options)
            : methods.invoke(
                target.substring(0, slash), target.substring(slash + 1), method, options);
    return new Answer(response.getStatus(), String.valueOf(response.getPayloadAsJsonElement()));
  }

  private static JsonElement json(String payload) {
    if (payload.isBlank()) {
      return JsonNull.INSTANCE;
    }
    try {
      return JsonParser.parseString(payload);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException("The payload is not JSON: " + e.getMessage(), e);
    }
  }
}
