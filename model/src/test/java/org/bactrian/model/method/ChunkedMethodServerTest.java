package org.bactrian.model.method;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.junit.jupiter.api.Test;

/** Calls of several callers beside each other. */
class ChunkedMethodServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROOM = 150_000;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ChunkedMethodServer server =
      new ChunkedMethodServer(
          new ChunkLimits(8 << 20, 8 << 20, 100, Duration.ofSeconds(20), ROOM), now::get);

  @Test
  void halfSentRequestsTogetherKeepNoMoreThanTheBudgetUntilTheyAreForgotten() {
    byte[] half = first(new byte[90_000], 100_000, "");
    answer(half, this::never);

    assertThatThrownBy(() -> answer(half, this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BUSY)
        .hasMessageContaining("150000");
    assertThat(server.openCalls()).isEqualTo(1);

    now.set(now.get().plusSeconds(21));
    answer(half, this::never);
    assertThat(server.openCalls()).isEqualTo(1);
  }

  @Test
  void aCallWhosePartHasNoRoomEndsAndGivesItsBytesBack() throws IOException {
    byte[] half = first(new byte[70_000], 140_000, "");
    String refused = handle(answer(half, this::never));
    String other = handle(answer(half, this::never));

    assertThatThrownBy(() -> answer(next(refused, new byte[70_000]), this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BUSY);
    assertThatThrownBy(() -> answer(next(refused, new byte[1]), this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.TIMEOUT);

    answer(next(other, new byte[60_000]), this::never);
    assertThat(server.openCalls()).isEqualTo(1);
  }

  @Test
  void aCallThatIsRefusedAsWrongGivesItsBytesBack() {
    byte[] tooLong = first(new byte[10], 9, "");
    byte[] half = first(new byte[140_000], 150_000, "");
    assertThatThrownBy(() -> answer(tooLong, this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);

    answer(half, this::never);

    assertThat(server.openCalls()).isEqualTo(1);
  }

  @Test
  void aRequestCountsUncompressedWhileItsMethodRuns() throws IOException {
    byte[] request = whole(new byte[100_000]);
    CompletableFuture<MethodResult> running = new CompletableFuture<>();
    CompletableFuture<byte[]> first = server.answer(request, given -> running);

    assertThatThrownBy(() -> answer(request, this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BUSY);

    running.complete(MethodResult.ok(utf8("[]")));
    assertThat(JSON.readTree(first.join()).has("handle")).isFalse();
    JsonNode again = JSON.readTree(answer(request, given -> MethodResult.ok(utf8("[]"))));
    assertThat(again.has("status")).isFalse();
    assertThat(server.openCalls()).isZero();
  }

  @Test
  void aRequestThatWouldNeverHaveRoomIsTooLarge() throws IOException {
    JsonNode answer = JSON.readTree(answer(whole(new byte[ROOM + 1]), this::never));

    assertThat(answer.path("status").asInt()).isEqualTo(400);
    assertThatThrownBy(() -> answer(first(new byte[1], ROOM + 1, ""), this::never))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
    assertThat(server.openCalls()).isZero();
  }

  @Test
  void anAnswerThatWaitsCountsUntilItIsFetched() throws IOException {
    byte[] request = whole(new byte[1]);
    byte[] body = noise(100_000);
    String waiting = handle(answer(request, given -> MethodResult.ok(body)));

    JsonNode busy = JSON.readTree(answer(request, given -> MethodResult.ok(body)));
    JsonNode small = JSON.readTree(answer(request, given -> MethodResult.ok(utf8("[]"))));

    assertThat(busy.path("status").asInt()).isEqualTo(429);
    assertThat(busy.has("handle")).isFalse();
    assertThat(small.has("status")).isFalse();
    answer(next(waiting, new byte[0]), this::never);
    assertThat(server.openCalls()).isZero();
    assertThat(handle(answer(request, given -> MethodResult.ok(body)))).isNotEmpty();
  }

  @Test
  void whoAsksWhileTheMethodRunsGetsThePartsInTheOrderOfAsking() throws IOException {
    byte[] compressed = Gzip.compress(utf8("{}"));
    byte[] body = noise(1_000);
    CompletableFuture<MethodResult> running = new CompletableFuture<>();
    byte[] begin = first(Arrays.copyOf(compressed, 5), compressed.length, ",\"acceptedSize\":400");
    String handle = handle(answer(begin, this::never));
    byte[] end = next(handle, Arrays.copyOfRange(compressed, 5, compressed.length));

    CompletableFuture<byte[]> first = server.answer(end, given -> running);
    CompletableFuture<byte[]> second = server.answer(next(handle, new byte[0]), given -> null);
    // Who has the first part asks on at once, before the second in the row was served.
    CompletableFuture<byte[]> third =
        first.thenCompose(part -> server.answer(next(handle, new byte[0]), given -> null));
    running.complete(MethodResult.ok(body));

    byte[] expected = Gzip.compress(body);
    JsonNode part = JSON.readTree(first.join());
    assertThat(part.path("length").asInt()).isEqualTo(expected.length);
    assertThat(payload(first)).isEqualTo(Arrays.copyOfRange(expected, 0, 400));
    assertThat(payload(second)).isEqualTo(Arrays.copyOfRange(expected, 400, 800));
    assertThat(payload(third)).isEqualTo(Arrays.copyOfRange(expected, 800, expected.length));
    assertThat(server.openCalls()).isZero();
  }

  private byte[] answer(byte[] part, Function<MethodRequest, MethodResult> handler) {
    return server.answer(part, handler.andThen(CompletableFuture::completedFuture)).join();
  }

  private MethodResult never(MethodRequest request) {
    throw new AssertionError(request.method() + " was carried out.");
  }

  private static byte[] whole(byte[] payload) {
    byte[] compressed = Gzip.compress(payload);
    return first(compressed, compressed.length, "");
  }

  private static byte[] first(byte[] part, int length, String more) {
    return utf8(
        "{\"method\":\"Echo\",\"length\":%d,\"payload\":\"%s\"%s}"
            .formatted(length, base64(part), more));
  }

  private static byte[] next(String handle, byte[] part) {
    return utf8("{\"handle\":\"%s\",\"payload\":\"%s\"}".formatted(handle, base64(part)));
  }

  private static String handle(byte[] answer) throws IOException {
    return JSON.readTree(answer).path("handle").asText();
  }

  private static byte[] payload(CompletableFuture<byte[]> answer) throws IOException {
    return JSON.readTree(answer.join()).path("payload").binaryValue();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
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
