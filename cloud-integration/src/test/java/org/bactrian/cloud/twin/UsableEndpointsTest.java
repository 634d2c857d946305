package org.bactrian.cloud.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.cloud.twin.TwinTestServer.json;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only endpoints that an operator activated may be used, and that is so at once. */
class UsableEndpointsTest {

  @TempDir private static Path folder;
  private static TwinTestServer server;

  private EndpointInfo endpoint;
  private String id;

  @BeforeAll
  static void open() throws Exception {
    server = TwinTestServer.in(folder, Map.of("bactrian.twin.remember", "1h"));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @BeforeEach
  void discover() {
    server.clear();
    server.supervisor("edge1");
    endpoint = server.endpoint();
    id = endpoint.registration().id();
  }

  @Test
  void anEndpointThatIsNotKnownIsNotFound() throws Exception {
    HttpResponse<String> answer = server.get("/twin/v2/read/uat0?nodeId=i%3D2258");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("Exception").asText()).isEqualTo("ResourceNotFoundException");
    assertThat(json(answer).path("detail").asText()).isEqualTo("There is no endpoint uat0.");
  }

  @Test
  void anEndpointIsUsableFromItsActivationToItsDeactivation() throws Exception {
    assertThat(read().statusCode()).isEqualTo(403);

    server.activate(id);
    assertThat(read().statusCode()).isEqualTo(200);

    server.post("/registry/v2/endpoints/" + id + "/deactivate", "");
    HttpResponse<String> answer = read();
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).path("detail").asText()).contains("is not activated");
  }

  @Test
  void anEndpointIsNotUsableWhileItsApplicationIsDisabled() throws Exception {
    server.activate(id);
    assertThat(read().statusCode()).isEqualTo(200);
    String application = "/registry/v2/applications/" + endpoint.applicationId();

    server.post(application + "/disable", "");
    HttpResponse<String> answer = read();
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).path("detail").asText()).contains("is disabled");

    server.post(application + "/enable", "");
    assertThat(read().statusCode()).isEqualTo(200);
  }

  @Test
  void whatAnotherReplicaChangesCountsOnlyWhenTheMomentIsOver() throws Exception {
    server.activate(id);
    assertThat(read().statusCode()).isEqualTo(200);

    server.cloud.endpoints.deactivateEndpoint(id, RequestDeadline.usual());

    assertThat(read().statusCode()).as("remembered for an hour here").isEqualTo(200);
  }

  private HttpResponse<String> read() throws Exception {
    return server.get("/twin/v2/read/" + id + "?nodeId=i%3D2258");
  }
}
