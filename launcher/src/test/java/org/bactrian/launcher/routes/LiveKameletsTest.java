package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.launcher.routes.RouteSetTest.kamelet;
import static org.bactrian.launcher.routes.RouteSetTest.named;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Effects of edits in the folder given to {@code --kamelets}. */
class LiveKameletsTest extends EditedFolders {

  @Test
  void anEditedKameletActsInTheRoutesThatUseIt() {
    writeKamelet("mark-action", marker("one"));
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action").text());
    write("b.camel.yaml", marking("b", "direct:b", "other"));
    startRole();
    Object untouched = context.getRoute("b");
    assertThat(answer("direct:in")).isEqualTo("one");

    writeKamelet("mark-action", marker("two"));

    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("two"));
    assertThat(context.getRoute("b")).isSameAs(untouched);
    assertThat(kameletRoutes()).hasSize(1);
  }

  @Test
  void anEditedKameletActsWhereItIsChosenByMessage() {
    writeKamelet("mark-action", marker("one"));
    write(
        "a.camel.yaml",
        """
        - route:
            id: a
            from:
              uri: direct:in
              steps:
                - toD: kamelet:${header.what}-action
        """);
    startRole();
    assertThat(choose("mark")).isEqualTo("one");

    writeKamelet("mark-action", marker("two"));

    await().untilAsserted(() -> assertThat(choose("mark")).isEqualTo("two"));
    assertThat(kameletRoutes()).hasSize(1);
  }

  @Test
  void aKameletThatWouldBreakARouteIsRefused() {
    writeKamelet("mark-action", marker("one"));
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action").text());
    startRole();

    writeKamelet("mark-action", kamelet("mark-action", "log:{{text}}").text());

    awaitFault("mark-action.kamelet.yaml: would break");
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void aKameletAndItsRouteMayChangeTogether() throws Exception {
    writeKamelet("mark-action", marker("one"));
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action").text());
    startRole();
    closeWatch();

    live.apply(
        Map.of(
            "mark-action.kamelet.yaml",
            kamelet("mark-action", "log:{{text}}"),
            "a.camel.yaml",
            named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action?text=two")));

    assertThat(live.faults()).isEmpty();
    assertThat(context.getRoute("a").getSourceResource().getLocation())
        .isEqualTo("file:/u/a.camel.yaml");
  }

  @Test
  void aKameletMayBeRenamedTogetherWithItsRoute() throws Exception {
    writeKamelet("mark-action", marker("one"));
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action").text());
    startRole();
    closeWatch();

    live.apply(
        Map.of(
            "say-sink.kamelet.yaml",
            kamelet("say-sink", "log:{{text}}"),
            "a.camel.yaml",
            named("a", "a.camel.yaml", "direct:in", "kamelet:say-sink?text=two")));

    assertThat(live.faults()).isEmpty();
    assertThat(context.getRouteTemplateDefinition("mark-action")).isNull();
    assertThat(kameletRoutes()).hasSize(1);
  }

  @Test
  void aDeletedKameletThatIsUsedRunsOnAndIsSaid() throws IOException {
    writeKamelet("mark-action", marker("one"));
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:mark-action").text());
    startRole();

    Files.delete(kamelets.resolve("mark-action.kamelet.yaml"));

    awaitFault("was deleted, but a.camel.yaml uses it");
    assertThat(answer("direct:in")).isEqualTo("one");
  }
}
