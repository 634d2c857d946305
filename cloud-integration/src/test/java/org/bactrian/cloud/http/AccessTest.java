package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.web.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final String ROUTES =
      """
      - route:
          id: list
          from:
            uri: direct:GetListOfApplications
            steps:
              - setBody: {constant: "{}"}
      - route:
          id: activate
          from:
            uri: direct:ActivateEndpoint
            steps:
              - setBody: {constant: ""}
      - route:
          id: disable
          from:
            uri: direct:DisableApplication
            steps:
              - setBody: {constant: ""}
      - rest:
          id: mine
          path: /mine
          get:
            - id: whoami
              path: /whoami
              to: direct:whoami
          post:
            - id: change
              path: /change
              to: direct:change
      - route:
          id: whoami
          from:
            uri: direct:whoami
            steps:
              - setBody: {simple: "${header.BactrianCaller}"}
      - route:
          id: change
          from:
            uri: direct:change
            steps:
              - setBody: {constant: "changed"}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.open(data, ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/registry/v2/applications", "/registry/v2/nonsense", "/mine/whoami", "/nothing"})
  void whoBringsNoTokenIsAskedForOne(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"bactrian\"");
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    assertThat(answer.body()).contains("\"status\":401");
  }

  @Test
  void aTokenThatIsNoneOrOfAnotherKeyOrOutOfDateIsRefused() throws Exception {
    LocalTokens others = LocalTokens.in(data.resolve("another"));
    LocalTokens ours = LocalTokens.in(data);

    assertRefused("nonsense", "not a JSON Web Token");
    assertRefused(
        others.issue("eve", Permission.ADMINISTER, Duration.ofHours(1)), "not of the issuer");
    assertRefused(ours.issue("ann", Permission.ADMINISTER, Duration.ofHours(-1)), "has expired");
    // Nobody has signed it.
    assertRefused("eyJhbGciOiJub25lIn0.eyJpc3MiOiJiYWN0cmlhbi1sb2NhbCJ9.", "not of the issuer");
  }

  private static void assertRefused(String token, String why) throws Exception {
    HttpResponse<String> answer =
        server.send(
            server.request("/registry/v2/applications").header("Authorization", "Bearer " + token));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
        .contains("error=\"invalid_token\"")
        .contains(why);
    assertThat(answer.body()).contains(why).doesNotContain(token);
  }

  @ParameterizedTest
  @CsvSource({
    "READ, GET, /registry/v2/applications, 200",
    "WRITE, GET, /registry/v2/applications, 200",
    "READ, POST, /registry/v2/endpoints/uat1/activate, 403",
    "WRITE, POST, /registry/v2/endpoints/uat1/activate, 200",
    "SIGN, POST, /registry/v2/endpoints/uat1/activate, 200",
    "ADMINISTER, POST, /registry/v2/endpoints/uat1/activate, 200",
    "READ, POST, /registry/v2/applications/uas1/disable, 403",
    "WRITE, POST, /registry/v2/applications/uas1/disable, 403",
    "SIGN, POST, /registry/v2/applications/uas1/disable, 200",
    "ADMINISTER, POST, /registry/v2/applications/uas1/disable, 200",
    "READ, GET, /mine/whoami, 200",
    "READ, POST, /mine/change, 403",
    "WRITE, POST, /mine/change, 200"
  })
  void aCallerMayWhatTheRolesOfTheTokenAllow(
      Permission permission, String method, String path, int status) throws Exception {
    HttpResponse<String> answer =
        server.send(
            server.request(permission, path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
          .contains("error=\"insufficient_scope\"");
      assertThat(answer.body()).contains("administer");
    }
  }

  @Test
  void nobodyCanCallThemselvesByTheNameOfAnother() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server.request(Permission.READ, "/mine/whoami").header("BactrianCaller", "root"));

    assertThat(answer.body()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openapi.json",
        "/registry/v2/openapi.json",
        "/openapi/routes.json",
        "/swagger/",
        "/swagger/swagger-ui-bundle.js",
        "/healthz"
      })
  void documentsAndHealthNeedNoToken(String path) throws Exception {
    assertThat(server.get(path).statusCode()).isEqualTo(200);
  }
}
