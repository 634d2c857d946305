package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.launcher.routes.RouteSetTest.named;

import org.junit.jupiter.api.Test;

/** Faults of edited files: they are reported, and what ran before runs on. */
class RouteFileFaultsTest extends EditedFolders {

  @Test
  void aFileThatIsTooLargeIsSaidAndTheFormerRouteRunsOn() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    write("a.camel.yaml", "#".repeat(RouteFile.MAX_BYTES + 1));

    awaitFault("a.camel.yaml: could not be read (has more than 1048576 bytes)");
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void brokenYamlKeepsTheFormerRouteAndIsSaid() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    write("a.camel.yaml", "- route:\n    id: a\n    from:\n   uri: [direct\n");

    awaitFault("a.camel.yaml:4: ");
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void anUnknownComponentKeepsTheFormerRouteAndIsSaid() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "nonsense:x").text());

    awaitFault("a.camel.yaml:6: there is no component \"nonsense\"");
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void aMissingTargetKeepsTheFormerRouteAndIsSaid() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "direct:nowhere").text());

    awaitFault("a.camel.yaml:6: no route starts from direct:nowhere");
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void aCorrectedFileTakesEffectAndTheFaultIsGone() {
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", "kamelet:absent-sink").text());
    startRole();
    awaitFault("there is no kamelet \"absent-sink\"");

    write("a.camel.yaml", marking("a", "direct:in", "mended"));

    await().untilAsserted(() -> assertThat(live.faults()).isEmpty());
    assertThat(answer("direct:in")).isEqualTo("mended");
  }

  @Test
  void aBrokenFileAtTheStartDoesNotStopTheOthers() {
    write("a.camel.yaml", "- route: [}");
    write("b.camel.yaml", marking("b", "direct:b", "one"));

    startRole();

    assertThat(answer("direct:b")).isEqualTo("one");
    awaitFault("a.camel.yaml:1: ");
  }

  @Test
  void anIdThatIsTakenIsRefusedAndTheOwnerRunsOn() {
    write("a.camel.yaml", marking("same", "direct:a", "one"));
    startRole();

    write("b.camel.yaml", marking("same", "direct:b", "two"));

    awaitFault("b.camel.yaml:2: a route of a.camel.yaml has the id \"same\"");
    assertThat(answer("direct:a")).isEqualTo("one");
  }

  @Test
  void aRouteThatFailsWhileStartingIsRolledBack() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    write("b.camel.yaml", marking("b", "direct:taken", "owner"));
    startRole();

    // Two routes may not start from one direct endpoint, which only starting them shows.
    write("a.camel.yaml", marking("a", "direct:taken", "two"));

    awaitFault("a.camel.yaml");
    assertThat(answer("direct:in")).isEqualTo("one");
    assertThat(answer("direct:taken")).isEqualTo("owner");
  }
}
