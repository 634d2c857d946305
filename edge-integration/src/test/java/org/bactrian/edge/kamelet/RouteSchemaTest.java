package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
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

/** Routes and kamelets by the JSON schema of Camel's YAML, which editors check them with. */
class RouteSchemaTest {

  private static final Path ROOT = Path.of(System.getProperty("bactrian.root"));
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> routes = Files.walk(ROOT.resolve("routes"));
        Stream<Path> kamelets = Files.list(ROOT.resolve("kamelets"))) {
      return Stream.concat(routes, kamelets)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void itIsValid(Path file) throws IOException {
    Object yaml = read(file);
    Object routes = yaml instanceof Map<?, ?> kamelet ? List.of(template(kamelet)) : yaml;

    assertThat(SCHEMA.validate(new ObjectMapper().valueToTree(routes))).isEmpty();
  }

  private static Object template(Map<?, ?> kamelet) {
    return ((Map<?, ?>) kamelet.get("spec")).get("template");
  }

  private static Object read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Load(LoadSettings.builder().build()).loadFromReader(reader);
    }
  }
}
