package org.bactrian.web.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.io.IOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.RestOpenApiReader;
import org.apache.camel.openapi.RestOpenApiSupport;

/** Describes the REST routes that users write code-first, as they are at the moment. */
final class RouteDocument {

  private final CamelContext context;
  private final RequestAuthenticator authenticator;

  RouteDocument(CamelContext context, RequestAuthenticator authenticator) {
    this.context = context;
    this.authenticator = authenticator;
  }

  /** The document, OpenAPI 3.0 in JSON. */
  String json() throws ClassNotFoundException, IOException {
    List<RestDefinition> written =
        ((ModelCamelContext) context)
            .getRestDefinitions().stream().filter(rest -> rest.getOpenApi() == null).toList();
    BeanConfig config = new BeanConfig();
    config.setBasePath("/");
    config.setInfo(
        new Info()
            .title("Your routes")
            .version("1")
            .description("REST routes of this installation, from its route files."));
    OpenAPI document = new OpenAPI();
    if (!written.isEmpty()) {
      document =
          new RestOpenApiReader()
              .read(context, written, config, context.getName(), context.getClassResolver());
    } else {
      config.configure(document);
    }
    if (document.getPaths() == null) {
      // OpenAPI wants them, be there any or none.
      document.setPaths(new Paths());
    }
    describeAnswers(document);
    if (document.getComponents() == null) {
      document.setComponents(new Components());
    }
    document.getComponents().addSecuritySchemes(authenticator.schemeName(), authenticator.scheme());
    document.addSecurityItem(new SecurityRequirement().addList(authenticator.schemeName()));
    return RestOpenApiSupport.getJsonFromOpenAPIAsString(document, config);
  }

  /** OpenAPI wants each answer described, and Camel leaves out those that the user did not. */
  private static void describeAnswers(OpenAPI document) {
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .filter(operation -> operation.getResponses() != null)
        .flatMap(operation -> operation.getResponses().values().stream())
        .filter(answer -> answer.getDescription() == null)
        .forEach(answer -> answer.setDescription("What the route leaves."));
  }
}
