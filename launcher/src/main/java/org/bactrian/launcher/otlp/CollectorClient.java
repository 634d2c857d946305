package org.bactrian.launcher.otlp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/**
 * Client of an OpenTelemetry collector over gRPC or HTTP. Requests wait for nothing but their own
 * answers, which are bounded in size and time. Safe for use by several threads.
 */
final class CollectorClient implements AutoCloseable {

  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int HTTP_OK = 200;
  private static final String GRPC_OK = "0";

  /** One byte that tells whether the message is compressed, and four of its length. */
  private static final int GRPC_PREFIX = 5;

  private final CollectorAddress collector;
  private final Vertx vertx;
  private final HttpClient client;

  CollectorClient(CollectorAddress collector) {
    this.collector = collector;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    this.client = vertx.createHttpClient(options(collector));
  }

  private static HttpClientOptions options(CollectorAddress collector) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) collector.timeout().toMillis())
            .setMaxPoolSize(2)
            .setSsl(collector.secure());
    if (collector.authorities() != null) {
      options.setTrustOptions(
          new PemTrustOptions().addCertPath(collector.authorities().toString()));
    }
    return collector.protocol() == OtlpProtocol.GRPC
        ? options
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setUseAlpn(collector.secure())
            .setHttp2ClearTextUpgrade(false)
        : options;
  }

  /**
   * Sends a request.
   *
   * @param message the request in Protobuf
   * @return the answer in Protobuf; fails when the collector refuses it, or does not answer in time
   */
  CompletableFuture<byte[]> send(OtlpSignal signal, byte[] message) {
    Promise<byte[]> answer = Promise.promise();
    client
        .request(request(signal))
        .onSuccess(request -> send(request, message, answer))
        .onFailure(answer::tryFail);
    long timer =
        vertx.setTimer(
            collector.timeout().toMillis(), late -> answer.tryFail(new TimeoutException()));
    return answer
        .future()
        .onComplete(ended -> vertx.cancelTimer(timer))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private RequestOptions request(OtlpSignal signal) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(collector.endpoint().getHost())
            .setPort(collector.port())
            .setURI(signal.path(collector.protocol(), collector.path()));
    collector.headers().forEach(options::putHeader);
    if (collector.protocol() == OtlpProtocol.GRPC) {
      options.putHeader("content-type", "application/grpc").putHeader("te", "trailers");
    } else {
      options.putHeader("content-type", "application/x-protobuf");
    }
    if (collector.gzip()) {
      options.putHeader(
          collector.protocol() == OtlpProtocol.GRPC ? "grpc-encoding" : "content-encoding", "gzip");
    }
    return options;
  }

  private void send(HttpClientRequest request, byte[] message, Promise<byte[]> answer) {
    answer
        .future()
        .onFailure(given -> request.reset()); // a collector that is too slow, or says too much
    byte[] content = collector.gzip() ? compressed(message) : message;
    Buffer body =
        collector.protocol() == OtlpProtocol.GRPC
            ? Buffer.buffer(GRPC_PREFIX + content.length)
                .appendByte((byte) (collector.gzip() ? 1 : 0))
                .appendInt(content.length)
                .appendBytes(content)
            : Buffer.buffer(content);
    request
        .send(body)
        .compose(this::read)
        .onSuccess(answer::tryComplete)
        .onFailure(answer::tryFail);
  }

  private Future<byte[]> read(HttpClientResponse response) {
    Promise<byte[]> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_ANSWER_BYTES) {
            whole.tryFail(new CollectorException("its answer is too long"));
          } else {
            body.appendBuffer(part);
          }
        });
    response
        .end()
        .onSuccess(
            ended -> {
              String fault = fault(response);
              if (fault.isEmpty()) {
                whole.tryComplete(message(body));
              } else {
                whole.tryFail(new CollectorException(fault));
              }
            })
        .onFailure(whole::tryFail);
    return whole.future();
  }

  /** Reason of a refusal, empty for none. */
  private String fault(HttpClientResponse response) {
    if (response.statusCode() != HTTP_OK) {
      return "it answers with HTTP status " + response.statusCode();
    }
    if (collector.protocol() == OtlpProtocol.HTTP) {
      return "";
    }
    String status = trailer(response, "grpc-status");
    return status.equals(GRPC_OK)
        ? ""
        : status.isEmpty()
            ? "it speaks no gRPC"
            : "it answers with gRPC status " + status + " " + trailer(response, "grpc-message");
  }

  /** An answer without a message has its trailers among the headers. */
  private static String trailer(HttpClientResponse response, String name) {
    String value = response.getTrailer(name);
    String other = value == null ? response.getHeader(name) : value;
    return other == null ? "" : other;
  }

  private byte[] message(Buffer body) {
    if (collector.protocol() == OtlpProtocol.HTTP) {
      return body.getBytes();
    }
    return body.length() < GRPC_PREFIX ? new byte[0] : body.getBytes(GRPC_PREFIX, body.length());
  }

  private static byte[] compressed(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    client.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // its threads are daemons
    }
  }
}
