package org.bactrian.iothub.rest;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubExceptionManager;
import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.jspecify.annotations.Nullable;

/**
 * Client of direct methods over IoT Hub's REST API that blocks no thread: a call takes as long as
 * its module does, and many run at once.
 *
 * <p>The service SDK's own client is not used here, for it holds a thread for each call, and the
 * connection below it sends a request once more when it breaks before the answer: a method would be
 * carried out twice. Addresses, tokens and the reading of faults are the SDK's. Safe for use by
 * many threads.
 */
final class DirectMethodClient {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MAX_URIS = 10_000;

  private final ServiceSasToken token;
  private final String host;
  private final SSLContext tls;
  private final Map<HubAddress, URI> uris = new ConcurrentHashMap<>();
  private @Nullable HttpClient client;

  DirectMethodClient(ServiceSasToken token, String host, SSLContext tls) {
    this.token = token;
    this.host = host;
    this.tls = tls;
  }

  /**
   * Calls a method.
   *
   * @param responseTimeout how long the target may take, 5 to 300 seconds
   * @param connectTimeout how long to wait for a target that is not connected, 0 to 300 seconds
   * @param limit when the caller waits no more, whatever the hub does
   * @return fails with {@link HubServiceException}
   */
  CompletableFuture<MethodResult> invoke(
      HubAddress target,
      MethodRequest request,
      Duration responseTimeout,
      Duration connectTimeout,
      Duration limit) {
    requireRange("A response timeout", responseTimeout, 5);
    requireRange("A connect timeout", connectTimeout, 0);
    String what = "method " + request.method() + " of " + target;
    HttpRequest http;
    try {
      http =
          HttpRequest.newBuilder(uri(target))
              .timeout(limit)
              .header("Authorization", token.header())
              .header("Accept", "application/json")
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(
                      body(request, responseTimeout, connectTimeout)))
              .build();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(HubExceptionMapper.unreachable(what, host, e));
    }
    return client()
        .sendAsync(http, HttpResponse.BodyHandlers.ofByteArray())
        .handle(
            (response, failure) -> {
              if (failure != null) {
                throw new CompletionException(noAnswer(what, limit, failure));
              }
              return result(what, response);
            });
  }

  private static void requireRange(String what, Duration value, int least) {
    if (value.toSeconds() < least || value.toSeconds() > 300) {
      throw new IllegalArgumentException(
          what + " is between " + least + " and 300 seconds, was " + value.toSeconds() + ".");
    }
  }

  /** Made when it is first needed, for it has a thread. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .sslContext(tls)
              .build();
    }
    return client;
  }

  /** Remembered, since to make one costs more than to write the request. */
  private URI uri(HubAddress target) throws MalformedURLException {
    URI known = uris.get(target);
    if (known != null) {
      return known;
    }
    if (uris.size() >= MAX_URIS) {
      uris.clear();
    }
    URI made = newUri(target);
    uris.put(target, made);
    return made;
  }

  private URI newUri(HubAddress target) throws MalformedURLException {
    URL url =
        target.isModule()
            ? IotHubConnectionString.getUrlModuleMethod(
                host, target.devicePath(), target.modulePath())
            : IotHubConnectionString.getUrlMethod(host, target.devicePath());
    return URI.create(url.toString());
  }

  private static byte[] body(
      MethodRequest request, Duration responseTimeout, Duration connectTimeout) throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("methodName", request.method())
            .put("responseTimeoutInSeconds", responseTimeout.toSeconds())
            .put("connectTimeoutInSeconds", connectTimeout.toSeconds());
    if (request.payload().length > 0) {
      String json = new String(request.payload(), StandardCharsets.UTF_8);
      body.set("payload", JsonNodeFactory.instance.rawValueNode(new RawValue(json)));
    }
    return JSON.writeValueAsBytes(body);
  }

  private HubServiceException noAnswer(String what, Duration limit, Throwable failure) {
    Throwable cause = FutureFailure.of(failure);
    if (cause instanceof java.net.http.HttpConnectTimeoutException) {
      return HubExceptionMapper.unreachable(what, host, (IOException) cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return HubExceptionMapper.late(what, limit, cause);
    }
    IOException broken = cause instanceof IOException io ? io : new IOException(cause);
    boolean neverSent =
        broken instanceof ConnectException || broken instanceof SSLHandshakeException;
    return neverSent
        ? HubExceptionMapper.unreachable(what, host, broken)
        : HubExceptionMapper.broken(what, host, broken);
  }

  private static MethodResult result(String what, HttpResponse<byte[]> response) {
    try {
      // The SDK would look for error codes in any answer, also in what a method has come to.
      if (response.statusCode() >= 300) {
        IotHubExceptionManager.httpResponseVerification(
            new com.microsoft.azure.sdk.iot.service.transport.http.HttpResponse(
                response.statusCode(), response.body(), response.headers().map(), response.body()));
      }
      JsonNode answer = JSON.readTree(response.body());
      byte[] payload =
          answer.hasNonNull("payload")
              ? JSON.writeValueAsBytes(answer.get("payload"))
              : new byte[0];
      return new MethodResult(answer.path("status").asInt(), payload);
    } catch (IotHubException e) {
      throw new CompletionException(HubExceptionMapper.refused(what, e));
    } catch (IOException e) {
      throw new CompletionException(
          new HubServiceException(
              FaultKind.EXTERNAL_DEPENDENCY,
              response.statusCode(),
              response.statusCode(),
              what + ": the answer of IoT Hub is no JSON.",
              e));
    }
  }
}
