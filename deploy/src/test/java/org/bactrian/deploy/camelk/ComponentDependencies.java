package org.bactrian.deploy.camelk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Components that routes use, and the artifacts that have them, as Camel K names dependencies. */
final class ComponentDependencies {

  private static final String SERVICES = "META-INF/services/org/apache/camel/component/";
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9-]*):.*", Pattern.DOTALL);
  private static final Pattern JAR = Pattern.compile(".*/([a-z0-9-]+)-(\\d[^/]*)\\.jar!.*");
  private static final Pattern CLASSES = Pattern.compile("file:(.*)/target/classes/.*");
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");

  private final Set<String> schemes = new TreeSet<>();

  ComponentDependencies(JsonNode routes) {
    collect(routes);
  }

  /** Schemes of the URIs in the routes. */
  Set<String> schemes() {
    return schemes;
  }

  /** Artifacts of the components, {@code camel:NAME} or {@code mvn:GROUP:ARTIFACT:VERSION}. */
  Set<String> dependencies() throws IOException {
    Set<String> dependencies = new TreeSet<>();
    for (String scheme : schemes) {
      dependencies.add(dependency(scheme));
    }
    return dependencies;
  }

  private void collect(JsonNode node) {
    node.properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              boolean isAddress =
                  member.getKey().equals("uri")
                      || value.isTextual()
                          && Set.of("to", "toD", "wireTap").contains(member.getKey());
              Matcher scheme = SCHEME.matcher(value.asText());
              if (isAddress && scheme.matches()) {
                schemes.add(scheme.group(1));
              }
              collect(value);
            });
    if (node.isArray()) {
      node.forEach(this::collect);
    }
  }

  private static String dependency(String scheme) throws IOException {
    URL found = ComponentDependencies.class.getClassLoader().getResource(SERVICES + scheme);
    if (found == null) {
      throw new IllegalStateException("No component has the scheme " + scheme);
    }
    Matcher jar = JAR.matcher(found.toString());
    if (jar.matches()) {
      return dependency(jar.group(1), jar.group(2));
    }
    // Modules that are built together are not packed yet.
    Matcher classes = CLASSES.matcher(found.toString());
    if (!classes.matches()) {
      throw new IllegalStateException("The component of the scheme is in no artifact: " + found);
    }
    Matcher artifact = ARTIFACT.matcher(Files.readString(Path.of(classes.group(1), "pom.xml")));
    if (!artifact.find()) {
      throw new IllegalStateException(classes.group(1) + "/pom.xml names no artifact");
    }
    return dependency(artifact.group(1), CamelResourcesTest.VERSION);
  }

  private static String dependency(String artifact, String version) {
    return artifact.startsWith("camel-")
        ? "camel:" + artifact.substring("camel-".length())
        : "mvn:org.bactrian:%s:%s".formatted(artifact, version);
  }
}
