package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A role whose folders of routes and kamelets a test edits as a user would, and what it answers.
 * Routes send what a test is to see to {@code seda:arrived}.
 */
class EditedFolders {

  @TempDir Path routes;
  @TempDir Path kamelets;
  final DefaultCamelContext context = new DefaultCamelContext();
  final CountDownLatch stopping = new CountDownLatch(1);
  ProducerTemplate send;
  LiveRoutes live;
  AutoCloseable watch;

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
            from("seda:arrived?pollTimeout=20").routeId("arrived").to("mock:arrived");
          }
        });
  }

  @AfterEach
  void stop() throws Exception {
    if (watch != null) {
      watch.close();
    }
    context.stop();
  }

  void startRole() {
    CamelContext finder = context;
    RouteFolder routeFolder =
        RouteFolder.ofRoutes(finder, "routes/live-routes-test", Optional.of(routes));
    RouteFolder kameletFolder =
        RouteFolder.ofKamelets(finder, "kamelets/live-routes-test", Optional.of(kamelets));
    live = new LiveRoutes(context, kameletFolder, routeFolder);
    live.load();
    watch = live.watch("test");
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

  /** Closes the watch, so that the folders do not undo what a test applies itself. */
  void closeWatch() throws Exception {
    watch.close();
  }

  List<Route> kameletRoutes() {
    return context.getRoutes().stream().filter(Route::isCreatedByKamelet).toList();
  }

  String answer(String endpoint) {
    return unlessRefused(() -> send.requestBody(endpoint, "", String.class));
  }

  /** True when a call fails otherwise than because its route is being replaced. */
  boolean fails(String endpoint) {
    try {
      return answer(endpoint) == null;
    } catch (CamelExecutionException e) {
      return true;
    }
  }

  String choose(String what) {
    return unlessRefused(
        () -> send.requestBodyAndHeader("direct:in", "", "what", what, String.class));
  }

  /** Calls again when a route that is being replaced refuses the call. */
  private static String unlessRefused(Supplier<String> call) {
    try {
      return call.get();
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RejectedExecutionException) {
        return "refused";
      }
      throw e;
    }
  }

  void awaitFault(String part) {
    await()
        .untilAsserted(
            () ->
                assertThat(live.faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.toString()).contains(part)));
  }

  void write(String name, String text) {
    write(routes.resolve(name), text);
  }

  void writeKamelet(String name, String text) {
    write(kamelets.resolve(name + ".kamelet.yaml"), text);
  }

  static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> bodies(MockEndpoint endpoint) {
    return endpoint.getExchanges().stream()
        .map(exchange -> exchange.getMessage().getBody(String.class))
        .toList();
  }

  static String marking(String id, String from, String mark) {
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

  /** A route configuration that answers a mark instead of a failure. */
  static String handling(String mark) {
    return """
    - routeConfiguration:
        onException:
          - onException:
              exception:
                - java.lang.Exception
              handled:
                constant:
                  expression: "true"
              steps:
                - setBody:
                    constant: %s
    """
        .formatted(mark);
  }

  static String gated(String from, String mark) {
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

  static String forwarding(String from, String version) {
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

  static String marker(String mark) {
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
