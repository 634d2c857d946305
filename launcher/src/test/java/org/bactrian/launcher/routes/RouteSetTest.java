package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;

class RouteSetTest {

  @Test
  void aSoundRouteHasNoFaults() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "log:x"))).isEmpty();
  }

  @Test
  void brokenYamlIsNamedByLine() {
    assertThat(faults(file("a.camel.yaml", "- route:\n    id: x\n    from:\n   uri: [timer\n")))
        .singleElement()
        .satisfies(fault -> assertThat(fault.line()).isBetween(4, 5));
  }

  @Test
  void aFileThatIsNestedTooDeeplyIsAFault() {
    assertThat(faults(file("a.camel.yaml", "- route: " + "[".repeat(50_000))))
        .singleElement()
        .hasToString("/u/a.camel.yaml: is nested too deeply");
  }

  @Test
  void anUnknownStepIsNamedByLine() {
    assertThat(
            faults(
                file(
                    "a.camel.yaml",
                    """
                    - route:
                        id: x
                        from:
                          uri: timer:t
                          steps:
                            - logg: hello
                    """)))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(6);
              assertThat(fault.message()).contains("logg");
            });
  }

  @Test
  void anUnknownComponentIsNamedByLine() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "nonsense:x")))
        .singleElement()
        .hasToString("/u/a.camel.yaml:6: there is no component \"nonsense\" for nonsense:x");
  }

  @Test
  void anUnknownOptionOfAComponentIsNamedByLine() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "log:x?colour=red")))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(6);
              assertThat(fault.message()).contains("colour");
            });
  }

  @Test
  void anUnknownKameletIsNamedByLine() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "kamelet:absent-sink")))
        .singleElement()
        .hasToString("/u/a.camel.yaml:6: there is no kamelet \"absent-sink\"");
  }

  @Test
  void aDirectTargetThatNoRouteStartsFromIsNamedByLine() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "direct:nowhere")))
        .singleElement()
        .hasToString("/u/a.camel.yaml:6: no route starts from direct:nowhere");
  }

  @Test
  void aRouteMayStartFromAKameletWithParameters() {
    RouteFile kamelet =
        file(
            "ticks-source.kamelet.yaml",
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: ticks-source
            spec:
              definition:
                required: [name]
                properties:
                  name:
                    type: string
              template:
                from:
                  uri: "timer:{{name}}"
                  steps:
                    - to: kamelet:sink
            """);

    assertThat(
            faults(kamelet, routes("a.camel.yaml", "kamelet:ticks-source?name=fast", "log:ticks")))
        .isEmpty();
  }

  @Test
  void aRouteOfATemplateMayStartFromAParameter() {
    RouteFile file =
        file(
            "a.camel.yaml",
            """
            - routeTemplate:
                id: counter
                parameters:
                  - name: name
                from:
                  uri: "direct:{{name}}"
                  steps:
                    - to: log:counter
            - templatedRoute:
                routeTemplateRef: counter
                routeId: front
                parameters:
                  - name: name
                    value: front
            """);

    assertThat(faults(file, routes("b.camel.yaml", "timer:t", "direct:front"))).isEmpty();
  }

  @Test
  void theFirstFaultOfAFileIsNamedAsCamelReportsIt() {
    RouteFile file =
        file(
            "a.camel.yaml",
            """
            - route:
                id: one
                from:
                  uri: timer:t
                  steps:
                    - to: log:x?colour=red
                    - to: nonsense:y
            """);

    assertThat(faults(file))
        .singleElement()
        .satisfies(fault -> assertThat(fault.line()).isEqualTo(6));
  }

  @Test
  void filesMayCallEachOther() {
    assertThat(
            faults(
                routes("a.camel.yaml", "direct:a", "direct:b"),
                routes("b.camel.yaml", "direct:b", "direct:a")))
        .isEmpty();
  }

  @Test
  void anIdThatIsUsedTwiceNamesBothFiles() {
    assertThat(
            faults(
                named("same", "a.camel.yaml", "timer:t", "log:x"),
                named("same", "b.camel.yaml", "timer:t", "log:x")))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).isEqualTo("/u/b.camel.yaml");
              assertThat(fault.line()).isEqualTo(2);
              assertThat(fault.message()).contains("a.camel.yaml", "same");
            });
  }

  @Test
  void aMissingBeanIsNamed() {
    assertThat(
            faults(
                file(
                    "a.camel.yaml",
                    """
                    - route:
                        id: x
                        from:
                          uri: timer:t
                          steps:
                            - bean:
                                ref: absentBean
                    """)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("absentBean"));
  }

  @Test
  void anUnknownPropertyIsNamed() {
    assertThat(faults(routes("a.camel.yaml", "timer:t", "log:{{absent.property}}")))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("absent.property"));
  }

  @Test
  void aRouteMayUseAKameletOfTheSameSet() {
    assertThat(
            faults(
                routes("a.camel.yaml", "timer:t", "kamelet:say-sink?text=hi"),
                kamelet("say-sink", "log:{{text}}")))
        .isEmpty();
  }

  @Test
  void aRouteThatLeavesOutAPropertyOfAKameletIsFaulty() {
    assertThat(
            faults(
                routes("a.camel.yaml", "timer:t", "kamelet:say-sink"),
                kamelet("say-sink", "log:{{text}}")))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).isEqualTo("/u/a.camel.yaml");
              assertThat(fault.message()).contains("text");
            });
  }

  @Test
  void aKameletIsNamedLikeItsFile() {
    RouteFile kamelet = kamelet("say-sink", "log:{{text}}");

    assertThat(faults(file("shout-sink.kamelet.yaml", kamelet.text())))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("shout-sink"));
  }

  @Test
  void javaRoutesAreCompiledAndTheirErrorsNamedByLine() {
    assertThat(faults(file("Good.java", java("Good", "from(\"timer:t\").to(\"log:x\");"))))
        .isEmpty();
    assertThat(faults(file("Bad.java", java("Bad", "from(\"timer:t\").two(\"log:x\");"))))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(4);
              assertThat(fault.message()).contains("two");
            });
  }

  @Test
  void nothingOfAScratchContextStarts() {
    try (ScratchContext scratch = ScratchContext.of(new Properties())) {
      scratch.init();
      new RouteSet(scratch, Optional.empty())
          .add(routes("a.camel.yaml", "timer:t?delay=0", "mock:reached"));

      assertThat(scratch.getEndpoints())
          .hasSize(2)
          .noneMatch(endpoint -> ServiceHelper.isStarted(endpoint));
    }
  }

  static List<RouteFault> faults(RouteFile... files) {
    try (ScratchContext scratch = ScratchContext.of(new Properties())) {
      scratch.init();
      RouteSet set = new RouteSet(scratch, Optional.empty());
      Map<String, RouteFault> faults =
          set.addAll(Stream.of(files).sorted(RouteSet.order(file -> false)).toList());
      faults.putAll(set.removeThoseWithoutTarget());
      return List.copyOf(faults.values());
    }
  }

  static RouteFile file(String name, String text) {
    return new RouteFile(RouteFile.kind(name), name, "file:" + Path.of("/u", name), text);
  }

  static RouteFile routes(String name, String from, String to) {
    return named(name.replaceAll("\\..*", ""), name, from, to);
  }

  static RouteFile named(String id, String name, String from, String to) {
    return file(
        name,
        """
        - route:
            id: %s
            from:
              uri: %s
              steps:
                - to: %s
        """
            .formatted(id, from, to));
  }

  static RouteFile kamelet(String name, String to) {
    return file(
        name + ".kamelet.yaml",
        """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: %s
        spec:
          definition:
            title: Test
            required: [text]
            properties:
              text:
                type: string
          template:
            from:
              uri: kamelet:source
              steps:
                - to: %s
        """
            .formatted(name, to));
  }

  static String java(String name, String body) {
    return """
    import org.apache.camel.builder.RouteBuilder;
    public class %s extends RouteBuilder {
      public void configure() {
        %s
      }
    }
    """
        .formatted(name, body);
  }
}
