package org.bactrian.iothub.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpMethod;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpRequest;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpResponse;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.link.PemTlsContext;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/**
 * Client of the service side of one IoT Hub.
 *
 * <p>Works on the service SDK's HTTP layer and keeps JSON as it is: the SDK's typed clients would
 * rewrite it, and know no etag for identities. Blocks the caller where it does not return a future;
 * safe for use by many threads.
 */
public final class HubService {

  /** Largest number of devices that {@link #createDevices} takes. */
  public static final int MAX_DEVICES = 100;

  /** An etag that any state matches. */
  public static final String ANY_ETAG = "*";

  private static final int LEAST_SECONDS = 5;
  private static final int MOST_SECONDS = 300;
  private static final int METHOD_SECONDS = 30;
  private static final String CONTINUATION = "x-ms-continuation";
  private static final String PAGE_SIZE = "x-ms-max-item-count";

  private final HubRequests requests;
  private final DirectMethodClient methods;
  private volatile MethodCallMetrics metrics = new MethodCallMetrics();

  /**
   * @param connectionString connection string of a shared access policy
   * @param endpoint host and port to use in place of those of the connection string; empty for none
   * @param caFile PEM file of authorities to trust for this hub besides those of the Java runtime;
   *     empty for none
   * @throws IOException when the file cannot be used
   * @throws IllegalArgumentException when the connection string cannot be used
   */
  public HubService(ConnectionString connectionString, String endpoint, String caFile)
      throws IOException {
    connectionString.require("SharedAccessKeyName");
    connectionString.require("SharedAccessKey");
    IotHubConnectionString credentials =
        IotHubConnectionStringBuilder.createIotHubConnectionString(connectionString.withSecrets());
    ServiceSasToken token = ServiceSasToken.of(credentials);
    String host = endpoint.isEmpty() ? connectionString.require("HostName") : authority(endpoint);
    SSLContext tls = tls(caFile);
    if (!caFile.isEmpty()) {
      HostTrustStore.add(host, tls);
    }
    this.requests = new HubRequests(token, host);
    this.methods = new DirectMethodClient(token, host, tls);
  }

  private static SSLContext tls(String caFile) throws IOException {
    try {
      return caFile.isEmpty() ? SSLContext.getDefault() : PemTlsContext.trusting(caFile);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("TLS cannot be set up", e);
    }
  }

  private static String authority(String endpoint) {
    return endpoint.replaceFirst("^https://", "").replaceFirst("/+$", "");
  }

  /** Returns an identity. */
  public JsonNode identity(HubAddress address) throws HubServiceException {
    return requests.send(
        address.toString(),
        HttpMethod.GET,
        requests.identityUrl(address),
        HubRequests.NO_BODY,
        Map.of());
  }

  /** Makes an identity, and returns it with the keys that IoT Hub made. */
  public JsonNode createIdentity(HubAddress address, JsonNode identity) throws HubServiceException {
    return requests.send(
        address.toString(),
        HttpMethod.PUT,
        requests.identityUrl(address),
        HubRequests.body(named(address, identity)),
        Map.of());
  }

  /**
   * Makes devices with their twins in one request.
   *
   * @param devices at most {@link #MAX_DEVICES} objects with the members of "Bulk Registry - Update
   *     Registry"
   *     (https://learn.microsoft.com/rest/api/iothub/service/bulk-registry/update-registry): id,
   *     tags, properties.desired and those of an identity
   * @return ids of the devices that were not made, such as those that exist
   */
  public Set<String> createDevices(List<ObjectNode> devices) throws HubServiceException {
    ArrayNode entries = JSON.createArrayNode();
    devices.forEach(device -> entries.add(device.deepCopy().put("importMode", "create")));
    JsonNode result = updateRegistry(entries);
    Set<String> refused = new HashSet<>();
    result.path("errors").forEach(error -> refused.add(error.path("deviceId").asText()));
    if (refused.isEmpty() && !result.path("isSuccessful").asBoolean()) {
      devices.forEach(device -> refused.add(device.path("id").asText()));
    }
    return refused;
  }

  /** IoT Hub answers with status 400 and a result when it has refused part of the entries. */
  private JsonNode updateRegistry(ArrayNode entries) throws HubServiceException {
    try {
      return requests.send(
          entries.size() + " devices",
          HttpMethod.POST,
          requests.bulkUrl(),
          HubRequests.body(entries),
          Map.of());
    } catch (HubServiceException e) {
      if (e.kind() == FaultKind.BAD_REQUEST && e.getCause() instanceof IotHubException answer) {
        JsonNode result = resultIn(answer);
        if (result.path("errors").isArray()) {
          return result;
        }
      }
      throw e;
    }
  }

  /** The SDK has the whole body in its message where that is none of its own errors. */
  private static JsonNode resultIn(IotHubException answer) {
    try {
      return JSON.readTree(String.valueOf(answer.getMessage()));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Replaces an identity.
   *
   * @param etag the etag that it still has to have, or {@link #ANY_ETAG}
   */
  public JsonNode updateIdentity(HubAddress address, JsonNode identity, String etag)
      throws HubServiceException {
    return requests.send(
        address.toString(),
        HttpMethod.PUT,
        requests.identityUrl(address),
        HubRequests.body(named(address, identity)),
        ifMatch(etag));
  }

  /**
   * Removes an identity.
   *
   * @param etag the etag that it still has to have, or {@link #ANY_ETAG}
   */
  public void deleteIdentity(HubAddress address, String etag) throws HubServiceException {
    requests.send(
        address.toString(),
        HttpMethod.DELETE,
        requests.identityUrl(address),
        HubRequests.NO_BODY,
        ifMatch(etag));
  }

  /** Returns an array of the modules of a device. */
  public JsonNode modules(String deviceId) throws HubServiceException {
    HubAddress device = new HubAddress(deviceId, "");
    return requests.send(
        "modules of " + device,
        HttpMethod.GET,
        requests.modulesUrl(device),
        HubRequests.NO_BODY,
        Map.of());
  }

  /** Returns a twin. */
  public JsonNode twin(HubAddress address) throws HubServiceException {
    return requests.send(
        "twin of " + address,
        HttpMethod.GET,
        requests.twinUrl(address),
        HubRequests.NO_BODY,
        Map.of());
  }

  /**
   * Merges tags and desired properties into a twin; members that are null go away.
   *
   * @param patch object with members tags and properties.desired
   * @param etag the etag that it still has to have, or {@link #ANY_ETAG}
   * @return the twin after it
   */
  public JsonNode patchTwin(HubAddress address, JsonNode patch, String etag)
      throws HubServiceException {
    return requests.send(
        "twin of " + address,
        HttpMethod.PATCH,
        requests.twinUrl(address),
        HubRequests.body(patch),
        ifMatch(etag));
  }

  /**
   * Replaces tags and desired properties of a twin.
   *
   * @param twin object with members tags and properties.desired
   * @param etag the etag that it still has to have, or {@link #ANY_ETAG}
   * @return the twin after it
   */
  public JsonNode replaceTwin(HubAddress address, JsonNode twin, String etag)
      throws HubServiceException {
    return requests.send(
        "twin of " + address,
        HttpMethod.PUT,
        requests.twinUrl(address),
        HubRequests.body(twin),
        ifMatch(etag));
  }

  /**
   * Runs a query.
   *
   * @param query text in IoT Hub's query language
   * @param pageSize largest number of results, 1 to 1,000
   * @param continuation what the page before came with; empty for the first page
   */
  public QueryPage query(String query, int pageSize, String continuation)
      throws HubServiceException {
    ObjectNode request = JSON.createObjectNode().put("query", query);
    Map<String, String> headers =
        continuation.isEmpty()
            ? Map.of(PAGE_SIZE, Integer.toString(pageSize))
            : Map.of(PAGE_SIZE, Integer.toString(pageSize), CONTINUATION, continuation);
    HttpResponse response =
        requests.exchange(
            "query", HttpMethod.POST, requests.queryUrl(), HubRequests.body(request), headers);
    // Names of HTTP headers have no case; the SDK's map of them has.
    String next =
        response.getHeaderFields().entrySet().stream()
            .filter(field -> CONTINUATION.equalsIgnoreCase(field.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    return new QueryPage(HubRequests.parsed("query", response.getBody()), next);
  }

  /** Records direct methods from now on. */
  public void measure(MethodCallMetrics calls) {
    metrics = calls;
  }

  /**
   * Calls a direct method.
   *
   * @param target who carries it out
   * @param responseTimeout how long the target may take, 5 to 300 seconds
   * @param connectTimeout how long to wait for a target that is not connected, 0 to 300 seconds
   * @return its result; fails with {@link HubServiceException}
   */
  public CompletableFuture<MethodResult> invoke(
      HubAddress target, MethodRequest request, Duration responseTimeout, Duration connectTimeout) {
    Duration limit = responseTimeout.plus(connectTimeout).plusSeconds(METHOD_SECONDS);
    return metrics.record(
        request.method(),
        () -> methods.invoke(target, request, responseTimeout, connectTimeout, limit));
  }

  /**
   * Calls a direct method in parts, so that request and answer may be of any size. The target has
   * to know {@link org.bactrian.model.method.ChunkedCall}.
   *
   * <p>It fails with a {@link HubServiceException} of kind MODULE_OFFLINE only when the target did
   * not get the whole request and so has carried nothing out.
   *
   * @param limit time for the whole of it, longer than nothing
   * @return what the method came to, a failure of its own too; fails with {@link
   *     HubServiceException}, or with {@link org.bactrian.model.fault.OperationException} of kind
   *     COMMUNICATION when an answer cannot be read
   */
  public CompletableFuture<MethodResult> call(
      HubAddress target, MethodRequest request, Duration limit) {
    return metrics.record(
        request.method(),
        () ->
            new ChunkedMethodCall(
                    (part, left) ->
                        methods.invoke(target, part, accepted(left), Duration.ZERO, left),
                    target,
                    request,
                    limit)
                .start());
  }

  /** A time that IoT Hub accepts; where it is longer than the one given, the wait ends here. */
  private static Duration accepted(Duration left) {
    long rounded = left.plusMillis(999).toSeconds();
    return Duration.ofSeconds(Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, rounded)));
  }

  /**
   * Waits for the result of one of the methods of this class.
   *
   * @throws HubServiceException when it failed with that; a runtime exception likewise
   */
  public static <T> T await(CompletableFuture<T> begun) throws HubServiceException {
    try {
      return begun.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof HubServiceException fault) {
        throw fault;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static JsonNode named(HubAddress address, JsonNode identity) {
    ObjectNode named = identity.deepCopy();
    named.put("deviceId", address.deviceId());
    if (address.isModule()) {
      named.put("moduleId", address.moduleId());
    }
    return named;
  }

  private static Map<String, String> ifMatch(String etag) {
    boolean plain = !etag.equals(ANY_ETAG) && !etag.startsWith("\"");
    return Map.of(HttpRequest.IF_MATCH, plain ? "\"" + etag + "\"" : etag);
  }
}
