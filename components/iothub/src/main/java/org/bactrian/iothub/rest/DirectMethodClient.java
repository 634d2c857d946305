package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
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

  private static final ObjectMapper JSON = new ObjectMapper();
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
   * @param limit when the caller waits no more, whatever the hub does
   * @return fails with {@link HubServiceException}
   */
  CompletableFuture<HubMethodResult> invoke(HubMethodRequest request, Duration limit) {
    String what = "method " + request.name() + " of " + request.target();
    HttpRequest http;
    try {
      http =
          HttpRequest.newBuilder(uri(request.target()))
              .timeout(limit)
              .header("Authorization", token.header())
              .header("Accept", "application/json")
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body(request)))
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

  private static byte[] body(HubMethodRequest request) throws IOException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("methodName", request.name())
            .put("responseTimeoutInSeconds", request.responseTimeout().toSeconds())
            .put("connectTimeoutInSeconds", request.connectTimeout().toSeconds());
    if (!request.payload().isMissingNode()) {
      body.set("payload", request.payload());
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

  private static HubMethodResult result(String what, HttpResponse<byte[]> response) {
    try {
      // The SDK would look for error codes in any answer, also in what a method has come to.
      if (response.statusCode() >= 300) {
        IotHubExceptionManager.httpResponseVerification(
            new com.microsoft.azure.sdk.iot.service.transport.http.HttpResponse(
                response.statusCode(), response.body(), response.headers().map(), response.body()));
      }
      return HubMethodResult.read(response.body());
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
