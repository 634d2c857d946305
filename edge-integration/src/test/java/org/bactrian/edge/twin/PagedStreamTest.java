package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.Test;

class PagedStreamTest {

  private final Deque<List<String>> pages = new ArrayDeque<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final AtomicInteger closes = new AtomicInteger();
  private final PagedStream<String> stream =
      new PagedStream<>(
          "Expanding",
          new PagedStream.PageSource<>() {
            @Override
            public boolean hasNext() {
              return !pages.isEmpty();
            }

            @Override
            public List<String> next() throws UaException {
              List<String> page = pages.remove();
              if (page.contains("cut")) {
                throw new UaException(StatusCodes.Bad_ConnectionClosed);
              }
              return page;
            }

            @Override
            public void close() {
              closes.incrementAndGet();
            }
          },
          end);

  @Test
  void theServerIsAskedForAPageWhenThoseBeforeAreRead() {
    pages.addAll(List.of(List.of(), List.of("a", "b"), List.of(), List.of("c")));

    assertThat(stream.next()).isEqualTo("a");
    assertThat(stream.next()).isEqualTo("b");
    assertThat(pages).hasSize(2);
    assertThat(stream.next()).isEqualTo("c");
    assertThat(end).isNotDone();
    assertThat(stream.hasNext()).isFalse();
    assertThat(end).isCompleted();
  }

  @Test
  void theServerIsAskedForNothingAfterTheReaderIsGone() {
    pages.addAll(List.of(List.of("a"), List.of("b")));

    assertThat(stream.next()).isEqualTo("a");
    stream.close();

    assertThat(stream.hasNext()).isFalse();
    assertThat(pages).hasSize(1);
    assertThat(end).isCompleted();
    stream.close();
    assertThat(closes).as("what the server keeps is given back once").hasValue(1);
  }

  @Test
  void aConnectionThatIsLostInTheMiddleIsAFault() {
    pages.addAll(List.of(List.of("a"), List.of("cut"), List.of("b")));

    assertThat(stream.next()).isEqualTo("a");
    assertThatThrownBy(stream::hasNext)
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("Expanding broke off: BadConnectionClosed");
    assertThat(end).isCompleted();
    assertThat(stream.hasNext()).isFalse();
  }
}
