package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.security.Permission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingTest {

  private static final String ROUTES =
      """
      - route:
          id: QueryApplications
          from:
            uri: direct:QueryApplications
            steps:
              - bean: {ref: registry, method: query}
      - route:
          id: GetFilteredListOfApplications
          from:
            uri: direct:GetFilteredListOfApplications
            steps:
              - bean: {ref: registry, method: query}
      - route:
          id: GetListOfApplications
          from:
            uri: direct:GetListOfApplications
            steps:
              - bean: {ref: registry, method: list}
      - route:
          id: DiscoverServer
          from:
            uri: direct:DiscoverServer
            steps:
              - bean: {ref: registry, method: discover}
      - route:
          id: DeleteApplication
          from:
            uri: direct:DeleteApplication
            steps:
              - log: {message: "nothing to answer"}
      """;

  @TempDir private static Path data;
  private static RestTestServer server;

  /** Stands for the enumeration of the contract. */
  public enum Kind {
    Server,
    Client
  }

  /** A query as a service would have it. */
  public record Query(String applicationUri, Kind applicationType, Boolean includeNotSeenSince) {}

  /** Application that was found. */
  public record Found(String id, Instant notSeenSince, String siteId, List<String> capabilities) {}

  /** A page of it. */
  public record Page(List<Found> items, String continuationToken) {}

  /** A search that contradicts itself when it has neither an id nor a mode. */
  public record Search(String id, String discovery) {
    public Search {
      if (id == null && discovery == null) {
        throw new IllegalArgumentException("A search needs an id or a mode");
      }
    }
  }

  /** A service as the registry would have it: nothing of HTTP, nothing of JSON. */
  public static final class Registry {

    /** Finds. */
    public Page query(@Body Query query, @Header("pageSize") Integer pageSize) {
      return new Page(
          List.of(new Found(String.valueOf(query), null, null, List.of())),
          String.valueOf(pageSize));
    }

    /** Lists. */
    public Page list(
        @Header("continuationToken") String token, @Header("pageSize") Integer pageSize) {
      return new Page(
          List.of(new Found("uas1", Instant.parse("2026-01-02T03:04:05Z"), "hall", List.of("DA"))),
          token + pageSize);
    }

    /** Searches. */
    public void discover(@Body Search search) {}
  }

  @BeforeAll
  static void open() throws Exception {
    server = RestTestServer.openWith(data, "registry", new Registry(), ROUTES);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void aBeanGetsTheRecordThatItAsksForHoweverItsNamesWereWritten() throws Exception {
    HttpResponse<String> answer =
        server.post(
            Permission.READ,
            "/registry/v2/applications/query?PageSize=7",
            """
            {"ApplicationUri": "urn:a", "applicationtype": "CLIENT", "includeNotSeenSince": null}
            """);

    assertThat(answer.body())
        .isEqualTo(
            """
            {"items":[{"id":"Query[applicationUri=urn:a, applicationType=Client, \
            includeNotSeenSince=null]","capabilities":[]}],"continuationToken":"7"}\
            """);
  }

  @Test
  void aBodyWithGetIsTakenAsClientsOfTwoEightSendItAndMayBeLeftOut() throws Exception {
    HttpResponse<String> with =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications/query")
                .header("Content-Type", "application/json")
                .method(
                    "GET", HttpRequest.BodyPublishers.ofString("{\"applicationUri\": \"urn:b\"}")));
    HttpResponse<String> without = server.get(Permission.READ, "/registry/v2/applications/query");

    assertThat(with.body()).contains("applicationUri=urn:b");
    assertThat(without.body()).contains("Query[applicationUri=null");
  }

  @Test
  void whatABeanReturnsIsTheAnswerWithoutWhatIsAbsent() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server
                .request(Permission.READ, "/registry/v2/applications")
                .header("x-ms-continuation", "next")
                .header("x-ms-max-item-count", "3"));

    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"items":[{"id":"uas1","notSeenSince":"2026-01-02T03:04:05Z","siteId":"hall",\
            "capabilities":["DA"]}],"continuationToken":"next3"}\
            """);
  }

  @Test
  void aValueThatContradictsItselfIsABadRequestInTheWordsOfTheRecord() throws Exception {
    HttpResponse<String> answer =
        server.post(Permission.ADMINISTER, "/registry/v2/applications/discover", "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("A search needs an id or a mode");
  }

  @Test
  void anOperationThatAnswersNothingAnswersTwoHundredAndNothing() throws Exception {
    HttpResponse<String> answer =
        server.send(
            server.request(Permission.ADMINISTER, "/registry/v2/applications/uas1").DELETE());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
  }
}
