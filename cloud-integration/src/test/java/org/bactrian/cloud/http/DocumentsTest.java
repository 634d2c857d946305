package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {

  private static final String MINE =
      """
      - rest:
          id: recipes
          path: /recipes
          description: Recipes of the plant
          get:
            - id: listRecipes
              path: /list
              description: Every recipe
              produces: application/json
              param:
                - {name: limit, type: query, dataType: integer, description: Most recipes, required: false}
              to: direct:listRecipes
            - id: getRecipe
              path: /{recipeId}
              to: direct:getRecipe
      - route:
          id: listRecipes
          from:
            uri: direct:listRecipes
            steps:
              - setBody: {constant: "[]"}
      - route:
          id: getRecipe
          from:
            uri: direct:getRecipe
            steps:
              - setBody: {constant: "{}"}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.open(data, MINE);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void theContractOfAServiceIsServedAsItWasWritten() throws Exception {
    JsonNode document = json("/registry/v2/openapi.json");

    assertThat(document.at("/servers/0/url").asText()).isEqualTo("/registry/v2");
    assertThat(document.at("/paths/~1applications~1discover/post/operationId").asText())
        .isEqualTo("DiscoverServer");
    assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
        .isEqualTo("bearer");
  }

  @Test
  void theContractsOfAllServicesAreServedAsOne() throws Exception {
    JsonNode document = json("/openapi.json");

    SwaggerParseResult parsed = parse(document);
    assertThat(parsed.getMessages()).isEmpty();
    long operations =
        parsed.getOpenAPI().getPaths().values().stream()
            .mapToLong(path -> path.readOperations().size())
            .sum();
    assertThat(operations).isGreaterThanOrEqualTo(44);
    assertThat(parsed.getOpenAPI().getPaths())
        .containsKey("/registry/v2/applications/{applicationId}");
  }

  @Test
  void restRoutesThatUsersAddAreDocumented() throws Exception {
    JsonNode document = json("/openapi/routes.json");

    assertThat(parse(document).getMessages()).isEmpty();
    assertThat(document.path("paths").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("/recipes/list", "/recipes/{recipeId}");
    JsonNode list = document.at("/paths/~1recipes~1list/get");
    assertThat(list.path("summary").asText()).isEqualTo("Every recipe");
    assertThat(list.at("/parameters/0/name").asText()).isEqualTo("limit");
  }

  @Test
  void theDocumentOfNoRoutesIsOpenApiToo(@TempDir Path other) throws Exception {
    try (RestTestServer empty = RestTestServer.open(other)) {
      JsonNode document = new ObjectMapper().readTree(empty.get("/openapi/routes.json").body());

      assertThat(parse(document).getMessages()).isEmpty();
      assertThat(document.path("paths").isObject()).isTrue();
    }
  }

  @Test
  void theStartPageLeadsToAllThatEveryoneMayReadAndSaysHowToSignIn() throws Exception {
    HttpResponse<String> page = server.get("/");

    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("<title>Bactrian Cloud</title>", "./bactrian token");
    List<String> links =
        Pattern.compile("href=\"([^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links)
        .contains("/swagger/", "/registry/v2/openapi.json", "/openapi/routes.json", "/healthz");
    for (String link : links) {
      assertThat(server.get(link).statusCode()).as(link).isEqualTo(200);
    }
  }

  @Test
  void swaggerUiShowsTheDocumentsOfThisMachineAndNothingOfTheInternet() throws Exception {
    assertThat(server.get("/swagger").statusCode()).isEqualTo(302);

    HttpResponse<String> page = server.get("/swagger/");
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body())
        .contains("swagger-ui", "<title>Bactrian Cloud API</title>")
        .doesNotContain("https://", "Swagger UI");
    assertThat(server.get("/swagger/index.html").body()).isEqualTo(page.body());

    HttpResponse<String> initializer = server.get("/swagger/swagger-initializer.js");
    assertThat(initializer.body())
        .contains("/openapi.json", "/registry/v2/openapi.json", "/openapi/routes.json")
        .doesNotContain("petstore", "https://");
  }

  /** A new client of Java asks to go on with HTTP/2 in clear text, which Vert.x gets wrong. */
  @Test
  void newClientsGetLargeDocumentsWhole() throws Exception {
    HttpRequest request = server.request("/openapi.json").build();

    for (int i = 0; i < 40; i++) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return new ObjectMapper().readTree(answer.body());
  }

  private static SwaggerParseResult parse(JsonNode document) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIParser().readContents(document.toString(), List.of(), options);
  }
}
