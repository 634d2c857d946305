package org.bactrian.model.method;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedMethodTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HUB_TAKES = 128 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ChunkedMethodServer server =
      new ChunkedMethodServer(
          new ChunkLimits(8 << 20, 8 << 20, 2, Duration.ofSeconds(20), 16 << 20), now::get);
  private final List<byte[]> requests = new ArrayList<>();
  private final List<byte[]> answers = new ArrayList<>();

  @Test
  void fiveMegabytesThatDoNotCompressGoThereAndBackInPartsThatIotHubTakes() {
    byte[] payload = noise(5 << 20);

    MethodResult result = call("Echo", payload, request -> MethodResult.ok(request.payload()));

    assertThat(result.bodyOrThrow()).isEqualTo(payload);
    assertThat(requests).hasSizeGreaterThan(60).allMatch(part -> part.length < HUB_TAKES);
    assertThat(answers).allMatch(part -> part.length < HUB_TAKES);
    assertThat(server.openCalls()).isZero();
  }

  @Test
  void aShortMethodIsOneRequestAndOneAnswerOfTheContractsMembers() throws IOException {
    call("GetStatus_V2", utf8("{\"a\":1}"), request -> MethodResult.ok(utf8("[]")));

    JsonNode request = JSON.readTree(requests.get(0));
    assertThat(requests).hasSize(1);
    assertThat(request.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "timeout", "method", "contentType", "length", "acceptedSize", "payload");
    assertThat(request.path("method").asText()).isEqualTo("GetStatus_V2");
    assertThat(request.path("contentType").asText()).isEqualTo("application/json");
    assertThat(request.path("timeout").asText()).isEqualTo("00:00:30");
    assertThat(request.path("acceptedSize").asInt()).isEqualTo(81_100);
    assertThat(request.path("length").asInt())
        .isEqualTo(request.path("payload").binaryValue().length);
    assertThat(unzip(request.path("payload").binaryValue())).isEqualTo("{\"a\":1}");
    JsonNode answer = JSON.readTree(answers.get(0));
    assertThat(answer.fieldNames()).toIterable().containsExactlyInAnyOrder("length", "payload");
    assertThat(unzip(answer.path("payload").binaryValue())).isEqualTo("[]");
  }

  @Test
  void whatFollowsTheFirstPartNamesTheHandleOnly() throws IOException {
    call("Echo", noise(200_000), request -> MethodResult.ok(request.payload()));

    assertThat(JSON.readTree(answers.get(0)).fieldNames()).toIterable().containsExactly("handle");
    assertThat(JSON.readTree(requests.get(1)).fieldNames())
        .toIterable()
        .containsExactly("handle", "payload");
    assertThat(JSON.readTree(requests.get(requests.size() - 1)).fieldNames())
        .toIterable()
        .containsExactly("handle");
    assertThat(JSON.readTree(answers.get(answers.size() - 1)).has("handle")).isFalse();
  }

  @Test
  void aMethodWithoutPayloadIsGivenABlank() {
    MethodResult result = call("Reset", new byte[0], request -> MethodResult.ok(request.payload()));

    assertThat(result.body()).asString().isBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Message\":\"No such node.\",\"Details\":\"ns=2\"}",
        "{\"type\":\"x\",\"title\":\"No such node.\",\"status\":404,\"detail\":\"ns=2\"}"
      })
  void aFailureComesBackWithTheModulesStatusAndWords(String body) {
    MethodResult result =
        call("ValueRead", utf8("{}"), request -> new MethodResult(404, utf8(body)));

    assertThatThrownBy(result::bodyOrThrow)
        .isInstanceOfSatisfying(
            OperationException.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(404);
              assertThat(failure).hasMessage("No such node.");
              assertThat(failure.details()).isEqualTo("ns=2");
            });
  }

  @Test
  void aMethodThatThrowsIsAnsweredWith500AndNotWithItsOwnRequest() {
    MethodResult result =
        call(
            "ValueRead",
            utf8("{\"password\":\"secret\"}"),
            request -> {
              throw new IllegalStateException("inner matter");
            });

    assertThat(result.status()).isEqualTo(500);
    assertThat(new String(result.body(), UTF_8)).contains("ValueRead").doesNotContain("secret");
  }

  @Test
  void theAnswerComesInPartsOfTheSizeThatTheCallerTakes() throws IOException {
    byte[] request = utf8(first("Echo", zip("x".repeat(10)), "\"acceptedSize\":10"));

    JsonNode first = JSON.readTree(answer(request, given -> MethodResult.ok(noise(100))));

    assertThat(first.path("payload").binaryValue()).hasSize(10);
    assertThat(first.path("length").asInt()).isGreaterThan(100);
    assertThat(first.path("handle").asText()).isNotEmpty();
  }

  @Test
  void aCallerWhoTakesMoreThanIotHubGetsWhatIotHubTakes() {
    byte[] request = utf8(first("Echo", zip("x"), "\"acceptedSize\":10000000"));

    byte[] answer = answer(request, given -> MethodResult.ok(noise(1_000_000)));

    assertThat(answer.length).isBetween(100_000, 127 * 1024);
  }

  @Test
  void aCallerThatStaysAwayIsForgottenAndToldSoWhenItComesBack() throws IOException {
    byte[] first = utf8("{\"method\":\"Echo\",\"length\":100,\"payload\":\"AAAA\"}");
    String handle = JSON.readTree(answer(first, this::never)).path("handle").asText();
    byte[] next = utf8("{\"handle\":\"" + handle + "\",\"payload\":\"AAAA\"}");

    now.set(now.get().plusSeconds(21));

    assertThatThrownBy(() -> answer(next, this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.TIMEOUT)
        .hasMessageContaining(handle);
    assertThat(server.openCalls()).isZero();
  }

  @Test
  void aMethodThatTakesLongIsNotForgottenMeanwhile() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<MethodResult> result =
        CompletableFuture.supplyAsync(
            () ->
                call(
                    "Slow",
                    utf8("{}"),
                    request -> {
                      running.countDown();
                      awaitUninterrupted(go);
                      return MethodResult.ok(noise(500_000));
                    }));
    running.await();

    now.set(now.get().plusSeconds(600));
    server.forgetIdle();
    go.countDown();

    assertThat(result.get().body()).hasSize(500_000);
  }

  @Test
  void moreCallsAtOnceThanAreTakenAreRefused() {
    byte[] first = utf8("{\"method\":\"Echo\",\"length\":100,\"payload\":\"AAAA\"}");
    answer(first, this::never);
    answer(first, this::never);

    assertThatThrownBy(() -> answer(first, this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BUSY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{}",
        "{\"method\":\"Echo\",\"payload\":\"AAAA\"}",
        "{\"length\":3,\"payload\":\"AAAA\"}",
        "{\"method\":\"Echo\",\"length\":-3,\"payload\":\"AAAA\"}",
        "{\"method\":\"Echo\",\"length\":3,\"payload\":5}",
        "{\"method\":\"Echo\",\"length\":99999999,\"payload\":\"AAAA\"}",
        "{\"method\":\"Echo\",\"length\":2,\"payload\":\"AAAA\"}",
        "{\"method\":\"Echo\",\"length\":3,\"payload\":\"%%%\"}",
        "{\"method\":\"Echo\",\"length\":3,\"payload\":\"AAAA\",\"timeout\":\"soon\"}"
      })
  void aPartThatCannotBeMeantIsRefusedAndLeavesNothingBehind(String part) {
    assertThatThrownBy(() -> answer(utf8(part), this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
    assertThat(server.openCalls()).isZero();
  }

  @Test
  void aRequestThatIsNotCompressedIsAnsweredWith400() throws IOException {
    byte[] part = utf8("{\"method\":\"Echo\",\"length\":3,\"payload\":\"AAAA\"}");

    JsonNode answer = JSON.readTree(answer(part, this::never));

    assertThat(answer.path("status").asInt()).isEqualTo(400);
    JsonNode told = JSON.readTree(unzip(answer.path("payload").binaryValue()));
    assertThat(told.path("title").asText()).isEqualTo("Bad request");
    assertThat(told.path("detail")).isEqualTo(told.path("Message"));
    assertThat(told.path("Message").asText()).contains("uncompressed");
  }

  @Test
  void aRequestThatGrowsTooLargeWhenItIsUncompressedIsAnsweredWith400() {
    MethodResult result = call("Echo", new byte[9 << 20], this::never);

    assertThat(result.status()).isEqualTo(400);
  }

  @Test
  void nothingInNoBytesAtAllIsNothing() {
    byte[] part = utf8("{\"Method\":\"Echo\",\"Length\":0}");

    answer(
        part,
        request -> {
          assertThat(request.payload()).isEmpty();
          assertThat(request.contentType()).isEqualTo("application/json");
          return MethodResult.ok(request.payload());
        });
  }

  @Test
  void anAnswerThatIsNoPartIsTheModulesFault() {
    ChunkedCall call = ChunkedCall.of(MethodRequest.json("Echo", utf8("{}")), TIMEOUT);
    call.next();

    assertThatThrownBy(() -> call.answered(utf8("not json")))
        .hasFieldOrPropertyWithValue("kind", FaultKind.COMMUNICATION)
        .hasMessageContaining("Echo");
  }

  @Test
  void aModuleThatAnswersBeforeItHasTheWholeRequestEndsTheCall() throws IOException {
    ChunkedCall call = ChunkedCall.of(MethodRequest.json("Echo", noise(200_000)), TIMEOUT);
    call.next();

    call.answered(utf8("{\"status\":429,\"length\":9,\"payload\":\"" + base64(zip("{}")) + "\"}"));

    assertThat(call.next()).isEmpty();
    assertThat(call.result().status()).isEqualTo(429);
  }

  private MethodResult call(
      String method, byte[] payload, Function<MethodRequest, MethodResult> handler) {
    ChunkedCall call = ChunkedCall.of(MethodRequest.json(method, payload), TIMEOUT);
    for (Optional<byte[]> part = call.next(); part.isPresent(); part = call.next()) {
      requests.add(part.get());
      byte[] answer = answer(part.get(), handler);
      answers.add(answer);
      call.answered(answer);
    }
    return call.result();
  }

  private byte[] answer(byte[] part, Function<MethodRequest, MethodResult> handler) {
    return server.answer(part, handler.andThen(CompletableFuture::completedFuture)).join();
  }

  private MethodResult never(MethodRequest request) {
    throw new AssertionError(request.method() + " was carried out.");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String first(String method, byte[] compressed, String more) {
    return "{\"method\":\"%s\",\"length\":%d,\"payload\":\"%s\",%s}"
        .formatted(method, compressed.length, base64(compressed), more);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] zip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8(text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static String unzip(byte[] bytes) throws IOException {
    return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
