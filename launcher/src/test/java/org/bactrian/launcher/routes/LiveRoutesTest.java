package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.launcher.routes.RouteSetTest.java;
import static org.bactrian.launcher.routes.RouteSetTest.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;

/** Effects of edits in the folder given to {@code --routes}. */
class LiveRoutesTest extends EditedFolders {

  /** Ends within the poll time when it stops, a second unless said otherwise. */
  private static final String QUEUE = "seda:in?pollTimeout=20";

  /** A step that fails for each message. */
  private static final String FAILING = "language:simple:${nonsense}";

  private static final String TEMPLATE =
      """
      - routeTemplate:
          id: say
          parameters:
            - name: name
          from:
            uri: "direct:{{name}}"
            steps:
              - setBody:
                  constant: said
      """;

  @Test
  void aNewFileStartsItsRoutes() {
    startRole();

    write("a.camel.yaml", marking("a", "direct:in", "one"));

    await().untilAsserted(() -> assertThat(answer("direct:in")).isEqualTo("one"));
  }

  @Test
  void noRouteStartsBeforeThoseOfAllFilesAreThere() {
    AtomicBoolean started = new AtomicBoolean();
    context.addComponent(
        "witness",
        new MockComponent() {
          @Override
          protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> options)
              throws Exception {
            started.set(context.getRouteController().getRouteStatus("a").isStarted());
            return super.createEndpoint(uri, rest, options);
          }
        });
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    write("b.camel.yaml", named("b", "b.camel.yaml", "timer:t", "witness:b").text());

    startRole();

    assertThat(started).isFalse();
    assertThat(context.getRoute("b").isAutoStartup()).isTrue();
    assertThat(answer("direct:in")).isEqualTo("one");
  }

  @Test
  void aRouteThatIsNotToStartDoesNot() {
    write("a.camel.yaml", marking("a\n    autoStartup: false", "direct:in", "one"));

    startRole();

    assertThat(context.getRouteController().getRouteStatus("a")).isEqualTo(ServiceStatus.Stopped);
  }

  @Test
  void aFileOfTheUserThatIsAsItWasIsNotReadAgain() throws IOException {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    Files.setLastModifiedTime(routes.resolve("a.camel.yaml"), FileTime.fromMillis(0));
    RouteFolder folder = RouteFolder.ofRoutes(context, "routes/none", Optional.of(routes));
    assertThat(folder.files(Map.of())).containsKey("a.camel.yaml");

    assertThat(folder.mayDiffer()).isFalse();
    write("b.camel.yaml", "");
    assertThat(folder.mayDiffer()).isTrue();
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
  void whatAFileConfiguresHoldsForRoutesOfEveryFileWhateverItsName() {
    write("a.camel.yaml", named("a", "a.camel.yaml", "direct:in", FAILING).text());
    write("b.camel.yaml", handling("handled"));

    startRole();

    assertThat(answer("direct:in")).isEqualTo("handled");
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

    await().until(() -> context.getRoute("a") == null && context.getRouteDefinition("a") == null);
    assertThat(live.faults()).isEmpty();
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
                  release.await(60, TimeUnit.SECONDS);
                });
    write("a.camel.yaml", gated(QUEUE, "one"));
    startRole();
    MockEndpoint arrived = context.getEndpoint("mock:arrived", MockEndpoint.class);
    send.sendBody(QUEUE, "first");
    assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();

    write("a.camel.yaml", gated(QUEUE, "two"));
    assertThat(stopping.await(60, TimeUnit.SECONDS)).isTrue();
    send.sendBody(QUEUE, "while it is replaced");
    release.countDown();

    await().untilAsserted(() -> assertThat(bodies(arrived)).hasSize(2).contains("first one"));
  }

  @Test
  void noExchangeOfAQueueIsLostWhileStepsAreEdited() {
    write("a.camel.yaml", forwarding(QUEUE, "0"));
    startRole();
    MockEndpoint arrived = context.getEndpoint("mock:arrived", MockEndpoint.class);
    int count = 300;

    Thread sender =
        new Thread(() -> IntStream.range(0, count).forEach(i -> send.sendBody(QUEUE, "" + i)));
    sender.start();
    for (int edit = 1; edit <= 3; edit++) {
      String version = "" + edit;
      write("a.camel.yaml", forwarding(QUEUE, version));
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
  void aFolderThatComesLaterIsSeen() throws IOException {
    routes = routes.resolve("later");
    startRole();

    Files.createDirectory(routes);
    write("a.camel.yaml", marking("a", "direct:in", "one"));

    await().untilAsserted(() -> assertThat(context.getRoute("a")).isNotNull());
  }

  @Test
  void aDeletedFileOfRoutesAndConfigurationsStopsBoth() throws IOException {
    write("a.camel.yaml", handling("handled") + marking("own", "direct:own", "one"));
    write("b.camel.yaml", named("b", "b.camel.yaml", "direct:in", FAILING).text());
    startRole();
    assertThat(answer("direct:in")).isEqualTo("handled");

    Files.delete(routes.resolve("a.camel.yaml"));

    await().untilAsserted(() -> assertThat(context.getRoute("own")).isNull());
    await().untilAsserted(() -> assertThat(fails("direct:in")).isTrue());
    assertThat(live.faults()).isEmpty();
  }

  @Test
  void aDeletedFileOfATemplateStopsItsRoutesAndWhatIsMadeOfItIsSaid() throws IOException {
    write("a.camel.yaml", TEMPLATE + marking("own", "direct:own", "one"));
    write(
        "b.camel.yaml",
        """
        - templatedRoute:
            routeTemplateRef: say
            routeId: b
            parameters:
              - name: name
                value: in
        """);
    startRole();
    assertThat(answer("direct:in")).isEqualTo("said");

    Files.delete(routes.resolve("a.camel.yaml"));

    awaitFault("b.camel.yaml");
    assertThat(context.getRoute("own")).isNull();
    assertThat(answer("direct:in")).isEqualTo("said");
  }

  @Test
  void aNewFileThatRunsIsLogged() {
    try (LogLines log = LogLines.of(RouteChange.class)) {
      startRole();
      write("a.camel.yaml", marking("a", "direct:in", "one"));

      await()
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .anyMatch(line -> line.endsWith("a.camel.yaml is loaded, its routes run")));
      assertThat(log.lines()).noneMatch(line -> line.contains("packed.camel.yaml"));
    }
  }

  @Test
  void aFileThatAnEditorHasJustTruncatedIsNoErrorAndItsRouteRunsOn() throws Exception {
    write("a.camel.yaml", marking("a", "direct:in", "one"));
    startRole();
    closeWatch();
    Object before = context.getRoute("a");

    write("a.camel.yaml", "");
    write("b.camel.yaml", "\n");
    live.apply(live.look());

    assertThat(live.faults()).isEmpty();
    assertThat(context.getRoute("a")).isSameAs(before);
  }
}
