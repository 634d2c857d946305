package org.bactrian.iothub.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpMethod;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpRequest;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpResponse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Map;
import org.bactrian.model.fault.FaultKind;

/**
 * Requests to the REST API of one IoT Hub, on the service SDK's HTTP layer. Blocks the caller; safe
 * for use by many threads.
 */
final class HubRequests {

  static final byte[] NO_BODY = new byte[0];

  private static final String API_VERSION = "2021-04-12";
  // The SDK's connection tries twice when a new one gets no answer, and callers have 30 seconds.
  private static final int CONNECT_SECONDS = 5;
  private static final int READ_SECONDS = 12;

  private final ServiceSasToken token;
  private final String host;

  /**
   * @param host host, and port where it is another than that of HTTPS
   */
  HubRequests(ServiceSasToken token, String host) {
    this.token = token;
    this.host = host;
  }

  /** Returns the address of an identity. */
  URL identityUrl(HubAddress address) {
    return url(
        () ->
            address.isModule()
                ? IotHubConnectionString.getUrlModule(
                    host, address.devicePath(), address.modulePath())
                : IotHubConnectionString.getUrlDevice(host, address.devicePath()));
  }

  /** Returns the address of a twin. */
  URL twinUrl(HubAddress address) {
    return url(
        () ->
            address.isModule()
                ? IotHubConnectionString.getUrlModuleTwin(
                    host, address.devicePath(), address.modulePath())
                : IotHubConnectionString.getUrlTwin(host, address.devicePath()));
  }

  /** Returns the address at which twins are queried. */
  URL queryUrl() {
    return url(() -> IotHubConnectionString.getUrlTwinQuery(host));
  }

  /** Returns the address of the modules of a device. */
  URL modulesUrl(HubAddress device) {
    return url(() -> IotHubConnectionString.getUrlModulesOnDevice(host, device.devicePath()));
  }

  /** Returns the address at which many identities are changed in one request. */
  URL bulkUrl() {
    return url(() -> new URL("https://" + host + "/devices?api-version=" + API_VERSION));
  }

  private interface UrlSource {
    URL url() throws MalformedURLException;
  }

  private URL url(UrlSource source) {
    try {
      return source.url();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(
          host + " is no host name, or host name and port. Check the endpoint.", e);
    }
  }

  /**
   * Sends a request.
   *
   * @param what what it is about, for errors
   * @return the JSON of the answer
   */
  JsonNode send(String what, HttpMethod method, URL url, byte[] body, Map<String, String> headers)
      throws HubServiceException {
    return parsed(what, exchange(what, method, url, body, headers).getBody());
  }

  /** Sends a request, and returns the answer as it is. */
  HttpResponse exchange(
      String what, HttpMethod method, URL url, byte[] body, Map<String, String> headers)
      throws HubServiceException {
    try {
      return new HttpRequest(url, method, body, token.header())
          .setConnectTimeoutSeconds(CONNECT_SECONDS)
          .setReadTimeoutSeconds(READ_SECONDS)
          .setHeaders(headers)
          .send();
    } catch (IotHubException e) {
      throw HubExceptionMapper.refused(what, e);
    } catch (IOException e) {
      throw HubExceptionMapper.unreachable(what, host, e);
    }
  }

  static byte[] body(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("A request cannot be written as JSON", e);
    }
  }

  static JsonNode parsed(String what, byte[] body) throws HubServiceException {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new HubServiceException(
          FaultKind.EXTERNAL_DEPENDENCY, 200, 200, what + ": the answer of IoT Hub is no JSON.", e);
    }
  }
}
