package org.bactrian.deploy.camelk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.DerivedText;
import org.bactrian.deploy.kubernetes.ResourceValidator;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.junit.jupiter.api.Test;

/** The resources of Camel K: as routes and kamelets are, and as Camel K takes them. */
class CamelResourcesTest {

  static final String VERSION = ofPom("<version>([^<]+)</version>\\s*<packaging>pom");

  private static final String CAMEL_VERSION = ofPom("<camel.version>([^<]+)</camel.version>");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  @Test
  void theyAreWhatRoutesAndKameletsSay() throws Exception {
    var files = new CamelResources(CAMEL_VERSION, VERSION).files();
    for (var file : files.entrySet()) {
      DerivedText.require("camel-k/" + file.getKey(), file.getValue());
    }

    Set<String> present = new TreeSet<>();
    for (Path file : files()) {
      present.add(DeployFolder.resolve("camel-k").relativize(file).toString());
    }
    assertThat(present).isEqualTo(new TreeSet<>(files.keySet()));
  }

  @Test
  void kubernetesAndCamelKTakeThem() throws Exception {
    for (Path file : files()) {
      for (JsonNode resource : DeployFolder.documents(Files.readString(file))) {
        boolean isOfCamelK = resource.path("apiVersion").asText().startsWith("camel.");
        assertThat(
                isOfCamelK
                    ? CustomResourceValidator.faults(resource)
                    : ResourceValidator.faults(resource))
            .as("%s: %s", file, resource.path("kind"))
            .isEmpty();
        assertThat(resource.path("metadata").path("name").asText()).matches(NAME);
      }
    }
  }

  @Test
  void aResourceThatCamelKWouldCutIsRefused() {
    JsonNode integration =
        DeployFolder.document(
            """
            apiVersion: camel.apache.org/v1
            kind: Integration
            metadata: {name: x}
            spec:
              dependancies: [camel:log]
              replicas: two
            """);

    assertThat(CustomResourceValidator.faults(integration))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("dependancies"))
        .anyMatch(fault -> fault.contains("replicas"));
  }

  @Test
  void everyRouteFileAndKameletIsInOneOfThem() throws Exception {
    List<String> routes = new ArrayList<>();
    List<String> kamelets = new ArrayList<>();
    for (JsonNode resource : resources()) {
      switch (resource.path("kind").asText()) {
        case "ConfigMap" -> resource.path("data").fieldNames().forEachRemaining(routes::add);
        case "Integration" -> {
          if (resource.path("spec").has("flows")) {
            routes.add(resource.path("metadata").path("name").asText() + ".camel.yaml");
          }
        }
        case "Kamelet" ->
            kamelets.add(resource.path("metadata").path("name").asText() + ".kamelet.yaml");
        default -> {}
      }
    }
    assertThat(routes).containsAll(names("routes/edge"));
    assertThat(routes).containsAll(names("routes/cloud"));
    assertThat(routes).containsAll(names("routes/samples"));
    assertThat(kamelets).containsExactlyInAnyOrderElementsOf(names("kamelets"));
  }

  @Test
  void everyIntegrationNamesItsRuntimeAndOurJarsOrOurImage() throws Exception {
    for (JsonNode resource : resources()) {
      if (resource.path("kind").asText().equals("Integration")) {
        JsonNode spec = resource.path("spec");
        String image = spec.path("traits").path("container").path("image").asText();
        String dependencies = spec.path("dependencies").toString();
        String runtime = spec.path("traits").path("camel").path("runtimeVersion").asText();
        JsonNode annotations = resource.path("metadata").path("annotations");
        assertThat(annotations.path("bactrian.org/camel-version").asText())
            .isEqualTo(CAMEL_VERSION);
        if (image.isEmpty()) {
          assertThat(dependencies).contains("camel:");
          assertThat(runtime).isEqualTo(CamelResources.RUNTIME_VERSION);
        } else {
          assertThat(image).matches("bactrian-(edge|cloud):" + Pattern.quote(VERSION));
        }
      }
    }
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      assertThat(camel.getVersion()).isEqualTo(CAMEL_VERSION);
    }
  }

  @Test
  void expressionsThatReadMembersHaveTheirLanguage() throws Exception {
    int found = 0;
    for (JsonNode resource : resources()) {
      JsonNode spec = resource.path("spec");
      if ((spec.path("flows").toString() + spec.path("template")).contains("${body.")) {
        found++;
        assertThat(spec.path("dependencies").toString())
            .as("%s", resource.path("metadata").path("name"))
            .contains("\"camel:bean\"");
      }
    }
    assertThat(found).isGreaterThan(1);
  }

  @Test
  void whateverMountsAClaimMayWriteToIt() throws Exception {
    int found = 0;
    for (JsonNode resource : resources()) {
      JsonNode spec =
          resource.path("kind").asText().equals("Pipe")
              ? resource.path("spec").path("integration")
              : resource.path("spec");
      if (spec.at("/traits/mount/volumes").toString().contains("-data:/data")) {
        found++;
        assertThat(spec.at("/template/spec/securityContext/fsGroup").asInt())
            .as("%s", resource.path("metadata").path("name"))
            .isEqualTo(CamelResources.DATA_GROUP);
      }
    }
    assertThat(found).isGreaterThan(4);
  }

  @Test
  void optionsOfThePublisherAreThoseOfTheEdge() throws Exception {
    String name = "camel.component.opcua-publisher.options=";
    int found = 0;
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        if (line.contains(name)) {
          found++;
          String options = line.substring(line.indexOf(name) + name.length());
          assertThat(EdgeOptionsReader.read(List.of(options.split(" ")), Map.of()).warnings())
              .isEmpty();
        }
      }
    }
    assertThat(found).isGreaterThan(3);
  }

  @Test
  void kameletsThatPipesNameExist() throws Exception {
    Set<String> kamelets = new TreeSet<>(names("kamelets"));
    int pipes = 0;
    for (JsonNode resource : resources()) {
      if (resource.path("kind").asText().equals("Pipe")) {
        pipes++;
        assertThat(kamelets)
            .contains(
                resource.path("spec").path("sink").path("ref").path("name").asText()
                    + ".kamelet.yaml");
      }
    }
    assertThat(pipes).isGreaterThan(3);
  }

  private static List<JsonNode> resources() throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    for (Path file : files()) {
      resources.addAll(DeployFolder.documents(Files.readString(file)));
    }
    return resources;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(DeployFolder.resolve("camel-k"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(DeployFolder.ROOT.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String ofPom(String pattern) {
    try {
      Matcher found =
          Pattern.compile(pattern).matcher(Files.readString(DeployFolder.ROOT.resolve("pom.xml")));
      assertThat(found.find()).isTrue();
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
