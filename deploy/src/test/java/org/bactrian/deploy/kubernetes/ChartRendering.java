package org.bactrian.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.deploy.DeployFolder;

/**
 * Resources that Helm renders from the chart.
 *
 * @param resources in Helm's order
 */
record ChartRendering(List<JsonNode> resources) {

  static final Path CHART = DeployFolder.resolve("kubernetes/bactrian");

  /** Renders the chart as a release {@code plant} with a file of values. */
  static ChartRendering of(String example) {
    return of(example, Map.of());
  }

  /** Renders the chart with a file of values, some of which are replaced. */
  static ChartRendering of(String example, Map<String, Object> changes) {
    TemplateCommand template =
        new Helm(CHART)
            .template()
            .withKubeVersion("v1.33.0")
            .withName("plant")
            .withNamespace("factory")
            .withValuesFile(DeployFolder.resolve("kubernetes/examples/" + example + ".yaml"));
    changes.forEach(template::set);
    return new ChartRendering(DeployFolder.documents(template.call()));
  }

  /** The resource of a kind with that name. */
  JsonNode resource(String kind, String name) {
    return of(kind, name)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + kind + " " + name + " in " + names()));
  }

  boolean has(String kind, String name) {
    return of(kind, name).findFirst().isPresent();
  }

  /** The pod of an edge or a cloud. */
  JsonNode pod(String role) {
    String kind = role.equals("edge") ? "StatefulSet" : "Deployment";
    return resource(kind, "plant-bactrian-" + role).at("/spec/template");
  }

  /** The environment variable of a role's container, as its entry says. */
  JsonNode variable(String role, String name) {
    return stream(pod(role).at("/spec/containers/0/env"))
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No variable " + name));
  }

  /** Names of all, with their kinds. */
  List<String> names() {
    return resources.stream()
        .map(one -> one.path("kind").asText() + " " + one.at("/metadata/name").asText())
        .toList();
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private Stream<JsonNode> of(String kind, String name) {
    return resources.stream()
        .filter(one -> one.path("kind").asText().equals(kind))
        .filter(one -> one.at("/metadata/name").asText().equals(name));
  }
}
