package org.bactrian.web.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;

/** Page at {@code /} that names what a server has, with links to it. */
final class StartPage {

  private final Contracts contracts;
  private final RestServerSettings.Documents documents;
  private final RequestAuthenticator authenticator;

  StartPage(
      Contracts contracts,
      RestServerSettings.Documents documents,
      RequestAuthenticator authenticator) {
    this.contracts = contracts;
    this.documents = documents;
    this.authenticator = authenticator;
  }

  /** The page. */
  String html() {
    StringBuilder links = new StringBuilder();
    links().forEach((path, text) -> links.append(link(path, text)));
    return PageTemplate.fill(
        "start.html",
        Map.of(
            "title",
            PageTemplate.escaped(documents.title()),
            "description",
            PageTemplate.escaped(documents.description()),
            "links",
            links.toString(),
            "access",
            PageTemplate.escaped(access())));
  }

  private Map<String, String> links() {
    Map<String, String> links = new LinkedHashMap<>();
    if (documents.published()) {
      links.put("/swagger/", "All operations, to read about and to try");
      for (Contract contract : contracts.all()) {
        links.put(
            contract.basePath() + "/openapi.json",
            "OpenAPI document: " + contract.document().at("/info/title").asText());
      }
      if (contracts.all().size() > 1) {
        links.put("/openapi.json", "OpenAPI document of all services in one");
      }
      links.put("/openapi/routes.json", "OpenAPI document of your own REST routes");
    }
    links.put("/healthz", "Whether the server answers");
    return links;
  }

  private static String link(String path, String text) {
    return "        <li><a href=\"%s\">%s</a> <span>%s</span></li>\n"
        .formatted(
            PageTemplate.escaped(path), PageTemplate.escaped(path), PageTemplate.escaped(text));
  }

  /** Credentials that callers need, as the first contract describes them. */
  private String access() {
    for (Contract contract : contracts.all()) {
      JsonNode scheme =
          contract.document().at("/components/securitySchemes").path(authenticator.schemeName());
      if (scheme.has("description")) {
        return "Header Authorization of operations: "
            + scheme.path("description").asText().replace("`", "");
      }
    }
    return "Operations need the header Authorization.";
  }
}
