package org.bactrian.edge.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.http.HttpApi;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.web.operation.OperationsComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operation whose answer is found bit by bit, as BrowseStream's is, is a method, too. */
class StreamedResultsTest {

  private static DefaultCamelContext context;

  /** Elements of which the last one may be a fault. */
  private static final class Found implements Iterator<Map<String, Integer>>, AutoCloseable {

    private final Iterator<Integer> numbers;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Thread reader;

    private Found(Integer... numbers) {
      this.numbers = List.of(numbers).iterator();
    }

    @Override
    public boolean hasNext() {
      reader = Thread.currentThread();
      return numbers.hasNext();
    }

    @Override
    public Map<String, Integer> next() {
      int number = numbers.next();
      if (number < 0) {
        throw new OperationException(FaultKind.COMMUNICATION, "The server is gone.");
      }
      return Map.of("n", number);
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @BeforeAll
  static void start() {
    context = new DefaultCamelContext();
    OperationsComponent.installIn(context, HttpApi.CONTRACTS);
    context.disableJMX();
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @Test
  void aMethodAnswersOneArrayOfAllThatIsFound() throws Exception {
    Found found = new Found(1, 2, 3);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:Find").routeId("Find").setBody(exchange -> found);
          }
        });

    MethodResult result =
        new ModuleMethodDispatcher(AdmissionLimit::usual)
            .call(context, "Find_V2", new byte[0])
            .get(60, TimeUnit.SECONDS);

    assertThat(result.status()).isEqualTo(200);
    assertThat(new String(result.body(), StandardCharsets.UTF_8))
        .isEqualTo("[{\"n\":1},{\"n\":2},{\"n\":3}]");
    assertThat(found.closed).isTrue();
    assertThat(found.reader).as("what waits for a server").isNotSameAs(Thread.currentThread());
  }

  @Test
  void nothingFoundIsAnEmptyArray() throws Exception {
    assertThat(new StreamedResults(1, 100).write(context, new Found()).get(60, TimeUnit.SECONDS))
        .asString()
        .isEqualTo("[]");
  }

  @Test
  void whatFailsOnTheWayFailsTheMethodAndIsClosed() {
    Found found = new Found(1, -1);

    CompletableFuture<byte[]> written = new StreamedResults(1, 100).write(context, found);

    assertThatThrownBy(() -> written.get(60, TimeUnit.SECONDS))
        .cause()
        .hasFieldOrPropertyWithValue("kind", FaultKind.COMMUNICATION);
    assertThat(found.closed).isTrue();
  }

  @Test
  void anAnswerThatIsTooLargeForAMethodSaysWhereItCanBeHad() {
    CompletableFuture<byte[]> written =
        new StreamedResults(1, 20).write(context, new Found(1, 2, 3, 4, 5));

    assertThatThrownBy(() -> written.get(60, TimeUnit.SECONDS))
        .cause()
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("over HTTP");
  }

  @Test
  void answersArePutTogetherAtOnceUpToTheLimit() throws Exception {
    StreamedResults results = new StreamedResults(2, 100);
    CountDownLatch end = new CountDownLatch(1);

    CompletableFuture<byte[]> first = results.write(context, emptyAfter(end));
    CompletableFuture<byte[]> second = results.write(context, emptyAfter(end));
    CompletableFuture<byte[]> third = results.write(context, emptyAfter(end));

    assertThatThrownBy(third::get).cause().hasFieldOrPropertyWithValue("kind", FaultKind.BUSY);
    end.countDown();
    assertThat(first.get(60, TimeUnit.SECONDS)).asString().isEqualTo("[]");
    assertThat(second.get(60, TimeUnit.SECONDS)).asString().isEqualTo("[]");
  }

  private static Iterator<Object> emptyAfter(CountDownLatch end) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return !end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public Object next() {
        throw new NoSuchElementException();
      }
    };
  }
}
