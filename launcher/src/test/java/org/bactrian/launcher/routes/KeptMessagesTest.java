package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.outbox.OutboxSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes from a publisher, which keeps each message until the hub has acknowledged it. */
class KeptMessagesTest {

  private static final String ROUTE =
      """
      - route:
          id: a
          description: "%s"
          from:
            uri: keeper:all
            steps:
              - process:
                  ref: hub
      """;

  @TempDir private Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final CountDownLatch waiting = new CountDownLatch(1);

  @BeforeEach
  void start() {
    context.addComponent("keeper", new Keepers());
    context.getRegistry().bind("hub", new SilentHub());
    context.start();
  }

  @AfterEach
  void stop() {
    context.getShutdownStrategy().setTimeout(1);
    context.stop();
  }

  @Test
  void anEditActsWithinSecondsWhileTheHubIsDown() throws Exception {
    Path file = Files.writeString(folder.resolve("a.camel.yaml"), ROUTE.formatted("one"));
    LiveRoutes live =
        new LiveRoutes(
            context,
            RouteFolder.ofKamelets(context, "kamelets/none", Optional.empty()),
            RouteFolder.ofRoutes(context, "routes/none", Optional.of(folder)));
    live.load();
    assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();

    Files.writeString(file, ROUTE.formatted("two"));
    long begin = System.nanoTime();
    live.apply(live.look());

    assertThat(context.getRouteDefinition("a").getDescriptionText()).isEqualTo("two");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
  }

  /** Never answers. */
  private final class SilentHub extends AsyncProcessorSupport {

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      waiting.countDown();
      return false;
    }
  }

  /** Makes endpoints whose consumers keep what they send. */
  private static final class Keepers extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(
        String uri, String remaining, Map<String, Object> parameters) {
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          return new Keeper(this, processor);
        }
      };
    }
  }

  /** Sends one message when it starts. */
  private static final class Keeper extends DefaultConsumer implements OutboxSink {

    Keeper(Endpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      getAsyncProcessor().process(createExchange(true), doneSync -> {});
    }

    @Override
    public void send(OutboxMessage message, Receipt receipt) {
      throw new UnsupportedOperationException();
    }
  }
}
