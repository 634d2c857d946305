package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.launcher.routes.RouteValidationTest.java;
import static org.bactrian.launcher.routes.RouteValidationTest.kamelet;
import static org.bactrian.launcher.routes.RouteValidationTest.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteStartupOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who edits the folders given to {@code --routes} and {@code --kamelets}. */
class LiveRoutesTest {

  @TempDir private Path routes;
  @TempDir private Path kamelets;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private ProducerTemplate send;
  private LiveRoutes live;
  private FolderWatch watch;

  @BeforeEach
  void startContext() throws Exception {
    context.setShutdownStrategy(new ToldShutdown(context));
    context.start();
    send = context.createProducerTemplate();
    // Outlives every edit, so that what arrives there can be looked at.
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("seda:arrived").routeId("arrived").to("mock:arrived");
          }
        });
  }

  @AfterEach
  void stop() throws IOException {
    if (watch != null) {
      watch.close();
    }
    context.stop();
  }

  @Test
  void aNewFileStartsItsRoutes() {
    startRole();

    write("a.camel.yaml", marking("a", "direct:in", "one"));

    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("one"));
  }

  @Test
  void anEditedStepActs() {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();
    assertThat(answer("direct:in")).isEqualTo("one");

    write("a.camel.yaml", marking("a", "direct:in", "two"));

    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("two"));
    assertThat(live.faults()).isEmpty();
  }

  @Test
  void anEditTouchesNoOtherFile() {
    write("a.camel.yaml", marking("a", "direct:a", "one"));
    write("b.camel.yaml", marking("b", "direct:b", "one"));
    startRole();
    Object before = context.getRoute("b");

    write("a.camel.yaml", marking("a", "direct:a", "two"));

    await().untilAsserted(() -> assertThat(answer("direct:a")).isEqualTo("two"));
    assertThat(context.getRoute("b")).isSameAs(before);
  }

  @Test
  void aFileReplacedByRenamingAnotherOntoItActs() throws IOException {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    Path draft = routes.resolve(".a.camel.yaml.swp");
    Files.writeString(draft, marking("a", "direct:in", "two"));
    Files.move(draft, routes.resolve("a.camel.yaml"), StandardCopyOption.ATOMIC_MOVE);

    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("two"));
  }

  @Test
  void aRenamedFileRunsOn() throws IOException {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    Files.move(routes.resolve("a.camel.yaml"), routes.resolve("b.camel.yaml"));
    write("c.camel.yaml", marking("c", "direct:c", "later"));

    await().untilAsserted(() -> assertThat(answer("direct:c")).isEqualTo("later"));
    assertThat(answer("direct:in")).isEqualTo("one");
    assertThat(live.faults()).isEmpty();
  }

  @Test
  void aDeletedFileStopsItsRoutes() throws IOException {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();

    Files.delete(routes.resolve("a.camel.yaml"));

    await().untilAsserted(() -> assertThat(context.getRoute("a")).isNull());
    assertThat(context.getRouteDefinition("a")).isNull();
    assertThat(live.faults()).isEmpty();
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
  void aMendedFileActsAndTheFaultIsGone() {
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

  @Test
  void whatIsInFlightIsCompletedBeforeARouteIsReplaced() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    context
        .getRegistry()
        .bind(
            "gate",
            (Processor)
                exchange -> {
                  entered.countDown();
                  release.await(10, TimeUnit.SECONDS);
                });
    write("a.camel.yaml", gated("seda:in", "one"));
    startRole();
    MockEndpoint arrived = context.getEndpoint("mock:arrived", MockEndpoint.class);
    send.sendBody("seda:in", "first");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    write("a.camel.yaml", gated("seda:in", "two"));
    assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();
    send.sendBody("seda:in", "while it is replaced");
    release.countDown();

    await().untilAsserted(() -> assertThat(bodies(arrived)).hasSize(2).contains("first one"));
  }

  @Test
  void noExchangeOfAQueueIsLostWhileStepsAreEdited() {
    write("a.camel.yaml", forwarding("seda:in", "0"));
    startRole();
    MockEndpoint arrived = context.getEndpoint("mock:arrived", MockEndpoint.class);
    int count = 300;

    Thread sender =
        new Thread(() -> IntStream.range(0, count).forEach(i -> send.sendBody("seda:in", "" + i)));
    sender.start();
    for (int edit = 1; edit <= 3; edit++) {
      String version = "" + edit;
      write("a.camel.yaml", forwarding("seda:in", version));
      await()
          .untilAsserted(
              () ->
                  assertThat(context.getRouteDefinition("a"))
                      .extracting(RouteDefinition::getDescriptionText)
                      .isEqualTo(version));
    }

    await().untilAsserted(() -> assertThat(arrived.getReceivedCounter()).isEqualTo(count));
    assertThat(bodies(arrived))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  @Test
  void aTimerTicksOnWhileAnotherStepIsEdited() {
    write(
        "tick.camel.yaml",
        named("tick", "tick.camel.yaml", "timer:t?period=20&includeMetadata=true", "seda:arrived")
            .text());
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();
    MockEndpoint arrived = context.getEndpoint("mock:arrived", MockEndpoint.class);
    await().until(() -> arrived.getReceivedCounter() > 3);

    write("a.camel.yaml", marking("a", "direct:in", "two"));
    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("two"));

    List<Long> ticks =
        arrived.getExchanges().stream()
            .map(e -> e.getProperty("CamelTimerCounter", Long.class))
            .toList();
    assertThat(ticks)
        .isEqualTo(IntStream.rangeClosed(1, ticks.size()).mapToObj(Long::valueOf).toList());
  }

  @Test
  void javaRoutesAreEditedLikeOthers() {
    write("Press.java", java("Press", "from(\"direct:in\").setBody(constant(\"one\"));"));
    startRole();
    assertThat(answer("direct:in")).isEqualTo("one");

    write("Press.java", java("Press", "from(\"direct:in\").setBody(constant(\"two\"));"));
    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("two"));

    write("Press.java", java("Press", "from(\"direct:in\").setBodi(constant(\"three\"));"));
    awaitFault("Press.java:4: ");
    assertThat(answer("direct:in")).isEqualTo("two");
  }

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
  void aKameletAndItsRouteMayChangeTogether() {
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
  void aKameletMayBeRenamedTogetherWithItsRoute() {
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
  void aFolderThatComesLaterIsSeen() throws IOException {
    routes = routes.resolve("later");
    startRole();

    Files.createDirectory(routes);
    write("a.camel.yaml", marking("a", "direct:in", "one"));

    await().untilAsserted(() -> assertThat(context.getRoute("a")).isNotNull());
  }

  private void startRole() {
    CamelContext finder = context;
    RouteFolder routeFolder =
        RouteFolder.ofRoutes(finder, "routes/live-routes-test", Optional.of(routes));
    RouteFolder kameletFolder =
        RouteFolder.ofKamelets(finder, "kamelets/live-routes-test", Optional.of(kamelets));
    live = new LiveRoutes(context, kameletFolder, routeFolder);
    live.load();
    try {
      watch = FolderWatch.start(live, List.of(routes, kamelets), "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells when a route begins to stop. Camel needs a class with a name here. */
  private final class ToldShutdown extends DefaultShutdownStrategy {

    ToldShutdown(CamelContext camel) {
      super(camel);
    }

    @Override
    public void shutdown(
        CamelContext camel, List<RouteStartupOrder> stopped, long timeout, TimeUnit unit)
        throws Exception {
      stopping.countDown();
      super.shutdown(camel, stopped, timeout, unit);
    }
  }

  /** What a test applies itself shall not be undone by what lies in the folders. */
  private void closeWatch() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Route> kameletRoutes() {
    return context.getRoutes().stream().filter(Route::isCreatedByKamelet).toList();
  }

  private String answer(String endpoint) {
    return send.requestBody(endpoint, "", String.class);
  }

  private String choose(String what) {
    return send.requestBodyAndHeader("direct:in", "", "what", what, String.class);
  }

  private void awaitFault(String part) {
    await()
        .untilAsserted(
            () ->
                assertThat(live.faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.toString()).contains(part)));
  }

  private void write(String name, String text) {
    write(routes.resolve(name), text);
  }

  private void writeKamelet(String name, String text) {
    write(kamelets.resolve(name + ".kamelet.yaml"), text);
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> bodies(MockEndpoint endpoint) {
    return endpoint.getExchanges().stream()
        .map(exchange -> exchange.getMessage().getBody(String.class))
        .toList();
  }

  private static String marking(String id, String from, String mark) {
    return """
    - route:
        id: %s
        from:
          uri: %s
          steps:
            - setBody:
                constant: %s
    """
        .formatted(id, from, mark);
  }

  private static String gated(String from, String mark) {
    return """
    - route:
        id: a
        from:
          uri: %s
          steps:
            - process:
                ref: gate
            - setBody:
                simple: "${body} %s"
            - to: seda:arrived
    """
        .formatted(from, mark);
  }

  private static String forwarding(String from, String version) {
    return """
    - route:
        id: a
        description: "%s"
        from:
          uri: %s
          steps:
            - to: seda:arrived
    """
        .formatted(version, from);
  }

  private static String marker(String mark) {
    return """
    apiVersion: camel.apache.org/v1
    kind: Kamelet
    metadata:
      name: mark-action
    spec:
      definition:
        title: Mark
      template:
        from:
          uri: kamelet:source
          steps:
            - setBody:
                constant: %s
    """
        .formatted(mark);
  }
}
