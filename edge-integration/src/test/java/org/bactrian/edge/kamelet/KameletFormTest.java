package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Form that every kamelet has for its readers. */
class KameletFormTest {

  static Stream<Path> kamelets() throws IOException {
    Path folder = Path.of(System.getProperty("bactrian.root"), "kamelets");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".kamelet.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void itIsNamedLikeItsFileAndDescribedInFull(Path file) throws IOException {
    Map<?, ?> kamelet = read(file);
    Map<?, ?> definition = map(map(kamelet, "spec"), "definition");

    assertThat(map(kamelet, "metadata").get("name") + ".kamelet.yaml")
        .isEqualTo(file.getFileName().toString());
    assertThat(definition.get("title")).asString().matches(".+ (Source|Sink|Action)");
    assertThat(definition.get("description")).asString().isNotBlank();
    assertThat((List<?>) map(kamelet, "spec").get("dependencies")).isNotEmpty();
    assertThat(map(map(kamelet, "metadata"), "labels").get("camel.apache.org/kamelet.type"))
        .asString()
        .isIn("sink", "source", "action")
        .matches(type -> file.getFileName().toString().endsWith("-" + type + ".kamelet.yaml"));
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void itIsInTheFormThatCatalogsShow(Path file) throws IOException {
    Map<?, ?> kamelet = read(file);
    Map<?, ?> annotations = map(map(kamelet, "metadata"), "annotations");

    assertThat(annotations.get("camel.apache.org/catalog.version")).isEqualTo("1.0.0");
    assertThat(annotations.get("camel.apache.org/kamelet.icon"))
        .asString()
        .startsWith("data:image/svg+xml;base64,");
    assertThat(map(kamelet, "spec").get("types")).isInstanceOf(Map.class);
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void itsDependenciesOfOtherPublishersHaveAVersion(Path file) throws IOException {
    assertThat((List<?>) map(read(file), "spec").get("dependencies"))
        .extracting(Object::toString)
        .allMatch(name -> name.matches("camel:[\\w-]+|mvn:[\\w.-]+:[\\w.-]+:[\\w.-]+"));
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void eachPropertyHasATitleADescriptionATypeAndAnExample(Path file) throws IOException {
    map(map(map(read(file), "spec"), "definition"), "properties")
        .forEach(
            (name, property) ->
                assertThat(((Map<?, ?>) property).keySet())
                    .as("%s of %s", name, file.getFileName())
                    .extracting(Object::toString)
                    .contains("title", "description", "type", "example"));
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void whatMayHoldASecretIsAPassword(Path file) throws IOException {
    map(map(map(read(file), "spec"), "definition"), "properties")
        .forEach(
            (name, property) -> {
              // The address of camel-milo holds the user and the password.
              String secrets =
                  file.getFileName().toString().startsWith("milo")
                      ? "(?i).*(password|connectionString|key|endpointUrl).*"
                      : "(?i).*(password|connectionString|key).*";
              if (name.toString().matches(secrets)) {
                assertThat(((Map<?, ?>) property).get("format"))
                    .as("format of %s in %s", name, file.getFileName())
                    .isEqualTo("password");
              }
            });
  }

  private static Map<?, ?> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromReader(reader);
    }
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return (Map<?, ?>) parent.get(name);
  }
}
