package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.twin.TwinTestServer.json;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.model.registry.ModuleId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Module that carries out an operation when the module that serves the endpoint cannot. */
class TakeoverTest {

  private static final String WRITE = "{\"nodeId\":\"ns=2;s=Level\",\"value\":1}";

  /** More than a busy machine needs for what takes seconds, less than the server's own limit. */
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static TwinTestServer server;

  private EdgeModule own;
  private String endpoint;

  @BeforeAll
  static void open() throws Exception {
    server = TwinTestServer.in(folder, Map.of("bactrian.request.timeout", "30s"));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @BeforeEach
  void start() throws Exception {
    server.clear();
    own = server.supervisor("edge1");
    endpoint = server.activated();
    assertThat(write().statusCode()).isEqualTo(200);
  }

  @Test
  void aModuleOfTheSameSiteServesTheEndpointWhileItsOwnIsOffline() throws Exception {
    EdgeModule other = server.supervisor("edge2");
    disconnect("edge1", own);

    assertThat(write().statusCode()).isEqualTo(200);
    assertThat(write().statusCode()).isEqualTo(200);

    assertThat(writes(other)).hasSize(2);
    assertThat(writes(other).get(0).payload().at("/endpoint/url").asText()).isNotEmpty();
  }

  @Test
  void aModuleOfAnotherSiteIsNotAsked() throws Exception {
    EdgeModule elsewhere = server.cloud.edge("edge3", "twin");
    elsewhere.reports(Map.of("__type__", "supervisor", "__siteid__", "plant2"));
    EdgeModule publisher = server.cloud.edge("edge4", "publisher");
    publisher.reports(Map.of("__type__", "publisher", "__siteid__", "plant1"));
    disconnect("edge1", own);

    HttpResponse<String> answer = write();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(elsewhere.calls()).isEmpty();
    assertThat(publisher.calls()).isEmpty();
  }

  @Test
  void withoutAnyModuleTheAnswerIs503AndSaysWhenToAskAgain() throws Exception {
    disconnect("edge1", own);

    HttpResponse<String> answer = write();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(5);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).path("detail").asText())
        .contains("edge1_module_twin is offline")
        .contains("site plant1");
  }

  private static String writeWithin(Duration limit) {
    return "{\"nodeId\":\"ns=2;s=Level\",\"value\":1,\"header\":{\"serviceCallTimeout\":%d}}"
        .formatted(limit.toMillis());
  }

  @Test
  void aWriteWhoseModuleFallsSilentIsAnsweredInTimeAndNotSentToAnother() throws Exception {
    EdgeModule other = server.supervisor("edge2");
    own.leavesUnanswered("ValueWrite_V2");
    int before = own.calls().size();

    long begin = System.nanoTime();
    HttpResponse<String> answer =
        server.post("/twin/v2/write/" + endpoint, writeWithin(Duration.ofSeconds(5)));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IN_TIME);
    assertThat(answer.statusCode()).isEqualTo(408);
    assertThat(own.calls()).hasSize(before + 1);
    assertThat(writes(other)).isEmpty();
  }

  @Test
  void aCallerMaySetALimitOfItsOwn() throws Exception {
    own.leavesUnanswered("ValueWrite_V2");

    long begin = System.nanoTime();
    HttpResponse<String> answer =
        server.post("/twin/v2/write/" + endpoint, writeWithin(Duration.ofSeconds(1)));

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(950), IN_TIME);
    assertThat(answer.statusCode()).isEqualTo(408);
  }

  @Test
  void aModuleThatIsBackServesItsEndpointAgain() throws Exception {
    EdgeModule other = server.supervisor("edge2");
    disconnect("edge1", own);
    write();
    EdgeModule back = server.supervisor("edge1");

    await().until(() -> write().statusCode() == 200 && !writes(back).isEmpty());
    assertThat(writes(other)).isNotEmpty();
  }

  private HttpResponse<String> write() throws Exception {
    return server.post("/twin/v2/write/" + endpoint, WRITE);
  }

  private static List<EdgeModule.Call> writes(EdgeModule module) {
    return module.calls().stream().filter(call -> call.method().equals("ValueWrite_V2")).toList();
  }

  private void disconnect(String device, EdgeModule module) {
    module.close();
    await().until(() -> !server.cloud.hub.get(new ModuleId(device, "twin")).connected());
  }
}
