package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.launcher.routes.RouteSetTest.java;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Files of the user in the place of those that come with the role. */
class PackedRoutesTest extends EditedFolders {

  @Test
  void aFileOfThePackedNameReplacesThePackedOneUntilItIsDeleted() throws IOException {
    startRole();
    assertThat(answer("direct:packed")).isEqualTo("packed");

    write("packed.camel.yaml", marking("packed", "direct:packed", "mine"));
    await().untilAsserted(() -> assertThat(answer("direct:packed")).isEqualTo("mine"));

    Files.delete(routes.resolve("packed.camel.yaml"));
    await().untilAsserted(() -> assertThat(answer("direct:packed")).isEqualTo("packed"));
  }

  @Test
  void aJavaFileReplacesThePackedOneThatIsAboutTheSame() throws IOException {
    startRole();
    assertThat(answer("direct:packed")).isEqualTo("packed");

    write(
        "Packed.java",
        java("Packed", "from(\"direct:packed\").routeId(\"packed\").setBody(constant(\"mine\"));"));
    await().untilAsserted(() -> assertThat(answer("direct:packed")).isEqualTo("mine"));
    assertThat(live.faults()).isEmpty();

    Files.delete(routes.resolve("Packed.java"));
    await().untilAsserted(() -> assertThat(answer("direct:packed")).isEqualTo("packed"));
  }

  @Test
  void aJavaFileWithTheIdOfAPackedRouteIsToldByWhichNameItReplacesIt() {
    startRole();

    write(
        "Press.java",
        java("Press", "from(\"direct:in\").routeId(\"packed\").setBody(constant(\"mine\"));"));

    awaitFault("or name this file Packed.java, its class likewise, to replace all of packed");
    assertThat(answer("direct:packed")).isEqualTo("packed");
  }

  @Test
  void aBrokenFileInPlaceOfAPackedOneLeavesThePackedOneRunning() {
    startRole();

    write("packed.camel.yaml", "- route: [}");

    awaitFault("packed.camel.yaml:1: ");
    assertThat(answer("direct:packed")).isEqualTo("packed");
  }

  @Test
  void aDeletedFileDoesNotGoOnWhenThePackedOneCannotComeBack() throws IOException {
    write("packed.camel.yaml", marking("mine", "direct:mine", "mine"));
    write("a.camel.yaml", marking("packed", "direct:in", "one"));
    startRole();
    assertThat(answer("direct:mine")).isEqualTo("mine");

    Files.delete(routes.resolve("packed.camel.yaml"));

    awaitFault("a route of a.camel.yaml has the id \"packed\" already");
    assertThat(context.getRoute("mine")).isNull();
    assertThat(answer("direct:in")).isEqualTo("one");
  }
}
