package org.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions in the files of the deployment and in the guides: each is that of the build. */
class VersionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "deploy.sh ; readonly VERSION=(\\S+)",
        "kubernetes/bactrian/Chart.yaml ; (?:version|appVersion): ([0-9]\\S*)",
        "compose/compose.yaml ; image: .*bactrian-(?:edge|cloud):([^}]+)}",
        "iot-edge/deployment.json ; bactrian-edge:([^\"]+)\"",
        "iot-edge/layered-deployment.json ; bactrian-edge:([^\"]+)\"",
        "camel-k/edge.yaml ; bactrian-edge:(\\S+)",
        "camel-k/cloud.yaml ; bactrian-cloud:(\\S+)",
      })
  void eachIsThatOfTheBuild(String file, String pattern) throws Exception {
    List<String> versions = versions(DeployFolder.resolve(file), pattern);

    assertThat(versions).isNotEmpty().containsOnly(ofTheBuild());
  }

  @Test
  void guidesNameThatOfTheBuild() throws Exception {
    List<Path> guides = new ArrayList<>();
    try (Stream<Path> files = Files.list(DeployFolder.ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(guides::add);
    }
    List<String> versions = new ArrayList<>();
    for (Path guide : guides) {
      versions.addAll(versions(guide, "\\bbactrian-[a-z-]+:(\\d[\\w.-]*)"));
    }

    assertThat(versions).isNotEmpty().containsOnly(ofTheBuild());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "README.md ; camel ; Camel is (\\d+\\.\\d+\\.\\d+)",
        "docs/deploy-camel-k.md ; camel ; older than our (\\d+\\.\\d+\\.\\d+)",
        "docs/deploy-camel-k.md ; camel ; plain Camel Quarkus with Camel (\\d+\\.\\d+\\.\\d+)",
        "docs/deploy-camel-k.md ; camel-k ; definitions of Camel K (\\d+\\.\\d+\\.\\d+)",
      })
  void guidesNameThoseThatTheBuildUses(String file, String library, String pattern)
      throws Exception {
    List<String> used =
        versions(
            DeployFolder.ROOT.resolve("pom.xml"),
            "<" + library + "\\.version>([^<]+)</" + library + "\\.version>");

    assertThat(versions(DeployFolder.ROOT.resolve(file), pattern)).isEqualTo(used);
  }

  @Test
  void theBuildHasOne() throws Exception {
    assertThat(ofTheBuild()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  private static String ofTheBuild() throws Exception {
    return versions(
            DeployFolder.ROOT.resolve("pom.xml"),
            "<artifactId>bactrian</artifactId>\\s*<version>([^<]+)</version>")
        .get(0);
  }

  private static List<String> versions(Path file, String pattern) throws Exception {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1).strip())
        .toList();
  }
}
