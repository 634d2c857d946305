package org.bactrian.cloud;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.RegistryJson;

/** A module of an edge device, on Microsoft's SDK, that answers methods as a test says. */
public final class EdgeModule implements AutoCloseable {

  /** A method that was called. */
  public record Call(String method, JsonNode payload) {}

  private static final int ANSWER_MILLIS = 10_000;

  private final ModuleClient client;
  private final LongSupplier reportedVersion;
  private final ChunkedMethodServer server = ChunkedMethodServer.of(100);
  private final Map<String, Function<JsonNode, MethodResult>> answers = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private EdgeModule(ModuleClient client, LongSupplier reportedVersion) {
    this.client = client;
    this.reportedVersion = reportedVersion;
  }

  /**
   * Connects a module.
   *
   * @param reportedVersion version of its reported properties that the hub has
   */
  static EdgeModule connect(ModuleClient client, LongSupplier reportedVersion) {
    EdgeModule module = new EdgeModule(client, reportedVersion);
    try {
      client.open(true);
      client.subscribeToMethods(
          (name, payload, context) -> module.answer(name, payload.getPayloadAsJsonString()), null);
      client.subscribeToDesiredProperties((twin, context) -> {}, null);
      return module;
    } catch (IotHubClientException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reports properties, and returns when the hub has them. */
  public EdgeModule reports(Map<String, Object> properties) {
    TwinCollection reported = new TwinCollection();
    reported.putAll(properties);
    long before = reportedVersion.getAsLong();
    CountDownLatch acknowledged = new CountDownLatch(1);
    client.updateReportedPropertiesAsync(
        reported, (status, answer, fault, context) -> acknowledged.countDown(), null);
    // The SDK loses an answer that comes before it waits for it.
    await()
        .pollDelay(Duration.ZERO)
        .until(
            () ->
                acknowledged.await(100, TimeUnit.MILLISECONDS)
                    || reportedVersion.getAsLong() > before);
    return this;
  }

  /** Sends a message with properties to the hub. */
  public EdgeModule sends(byte[] body, Map<String, String> properties) {
    Message message = new Message(body);
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    properties.forEach(message::setProperty);
    try {
      client.sendEvent(message, ANSWER_MILLIS);
      return this;
    } catch (IotHubClientException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers a method from now on. */
  public EdgeModule answers(String method, Function<JsonNode, MethodResult> answer) {
    answers.put(method, answer);
    return this;
  }

  /** Takes a method from now on, and answers it no earlier than it is closed. */
  public EdgeModule leavesUnanswered(String method) {
    return answers(
        method,
        request -> {
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return MethodResult.ok(new byte[0]);
        });
  }

  /** Methods that were called, in their order. */
  public List<Call> calls() {
    return calls;
  }

  private DirectMethodResponse answer(String name, String payload) {
    if (!name.equals(ChunkedCall.METHOD)) {
      return new DirectMethodResponse(404, null);
    }
    byte[] part =
        server
            .answer(
                payload.getBytes(StandardCharsets.UTF_8),
                request -> CompletableFuture.completedFuture(perform(request)))
            .join();
    String json = new String(part, StandardCharsets.UTF_8);
    return new DirectMethodResponse(200, JsonParser.parseString(json));
  }

  private MethodResult perform(MethodRequest request) {
    String text = new String(request.payload(), StandardCharsets.UTF_8).strip();
    byte[] json = (text.isEmpty() ? "null" : text).getBytes(StandardCharsets.UTF_8);
    JsonNode payload = text.isEmpty() ? null : RegistryJson.read(json, JsonNode.class);
    calls.add(new Call(request.method(), payload));
    return answers
        .getOrDefault(request.method(), nothing -> MethodResult.ok(new byte[0]))
        .apply(payload);
  }

  @Override
  public void close() {
    closed.countDown();
    client.close();
  }
}
