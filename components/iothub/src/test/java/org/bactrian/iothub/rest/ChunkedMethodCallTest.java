package org.bactrian.iothub.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.iothub.rest.HubFaultCondition.hubFault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.ChunkedMethodServer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.junit.jupiter.api.Test;

class ChunkedMethodCallTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HubAddress MODULE = new HubAddress("edge", "opc");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ChunkedMethodServer module = ChunkedMethodServer.of(100);
  private final AtomicInteger carriedOut = new AtomicInteger();

  @Test
  void aModuleThatIsOfflineBeforeItHasTheWholeRequestHasCarriedNothingOut() {
    ChunkedMethodCall call = call(noise(200_000), offlineAtPart(3), this::echo);

    assertThatThrownBy(() -> call.start().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .is(hubFault(FaultKind.MODULE_OFFLINE));
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aModuleThatGoesOfflineWhileItAnswersIsNotTakenForOneThatDidNothing() {
    ChunkedMethodCall call = call("{}", offlineAtPart(2), request -> result(noise(200_000)));

    assertThatThrownBy(() -> call.start().join())
        .cause()
        .is(hubFault(FaultKind.COMMUNICATION))
        .hasMessageContaining("method Big of module opc of device edge");
    assertThat(carriedOut).hasValue(1);
  }

  @Test
  void aConnectionThatBreaksLeavesOpenWhatBecameOfACallOnlyWhenItsLastPartWasSent() {
    assertThatThrownBy(() -> cut("{}", 1).start().join())
        .cause()
        .is(hubFault(FaultKind.COMMUNICATION));
    assertThatThrownBy(() -> cut(noise(200_000), 2).start().join())
        .cause()
        .is(hubFault(FaultKind.EXTERNAL_DEPENDENCY))
        .hasMessageContaining("method Big of module opc of device edge");
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void aModuleThatKnowsNoPartsAnswersForItself() {
    ChunkedMethodCall call =
        new ChunkedMethodCall(
            (request, limit) ->
                CompletableFuture.completedFuture(
                    new MethodResult(
                        501, "{\"Message\":\"No $call\"}".getBytes(StandardCharsets.UTF_8))),
            MODULE,
            request("{}"),
            LIMIT);

    MethodResult result = call.start().join();

    assertThat(result.status()).isEqualTo(501);
    assertThat(new String(result.body(), StandardCharsets.UTF_8)).contains("No $call");
  }

  /** Every part is answered until the hub says that the module is offline. */
  private interface Presence {
    boolean isOnline(int part);
  }

  private static Presence offlineAtPart(int number) {
    return part -> part < number;
  }

  private ChunkedMethodCall call(
      String payload, Presence presence, Function<MethodRequest, MethodResult> handler) {
    return call(
        payload,
        presence,
        handler,
        new HubServiceException(FaultKind.MODULE_OFFLINE, 404, 404103, "offline", null));
  }

  private ChunkedMethodCall cut(String payload, int part) {
    return call(
        payload,
        offlineAtPart(part),
        this::echo,
        new HubServiceException(FaultKind.COMMUNICATION, 0, 0, "broken", null));
  }

  private ChunkedMethodCall call(
      String payload,
      Presence presence,
      Function<MethodRequest, MethodResult> handler,
      HubServiceException failure) {
    AtomicInteger parts = new AtomicInteger();
    return new ChunkedMethodCall(
        (request, limit) ->
            presence.isOnline(parts.incrementAndGet())
                ? answer(request, handler)
                : CompletableFuture.failedFuture(failure),
        MODULE,
        request(payload),
        LIMIT);
  }

  private CompletableFuture<MethodResult> answer(
      MethodRequest request, Function<MethodRequest, MethodResult> handler) {
    return module
        .answer(
            request.payload(),
            received -> {
              carriedOut.incrementAndGet();
              return CompletableFuture.completedFuture(handler.apply(received));
            })
        .thenApply(MethodResult::ok);
  }

  private MethodResult echo(MethodRequest request) {
    return MethodResult.ok(request.payload());
  }

  private static MethodResult result(String text) {
    return MethodResult.ok(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MethodRequest request(String payload) {
    return MethodRequest.json("Big", payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON text that does not compress well. */
  private static String noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    try {
      return JSON.writeValueAsString(bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
