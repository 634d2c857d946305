package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Iterator over elements that a server is asked for while they are read, some at a time. The reader
 * must close it. Not thread-safe.
 */
final class PagedStream<T> implements Iterator<T>, AutoCloseable {

  private final String work;
  private final PageSource<T> source;
  private final CompletableFuture<Void> end;
  private final Deque<T> found = new ArrayDeque<>();
  private boolean closed;

  /** Source of the elements. */
  interface PageSource<T> {

    /** Returns whether there may be more. */
    boolean hasNext();

    /**
     * Takes the next elements, which may be none.
     *
     * @throws UaException when a call of the server failed as a whole
     */
    List<T> next() throws UaException;

    /** Gives back what the server keeps for the elements that were not taken. */
    default void close() {}
  }

  /**
   * @param work what is done, as the subject of a sentence
   * @param end completed when the server is needed no longer
   */
  PagedStream(String work, PageSource<T> source, CompletableFuture<Void> end) {
    this.work = work;
    this.source = source;
    this.end = end;
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !closed && source.hasNext()) {
      try {
        found.addAll(source.next());
      } catch (UaException e) {
        close();
        throw new OperationException(
            FaultKind.COMMUNICATION,
            work + " broke off: " + ServerFaults.spelled(StatusText.of(e)) + ".",
            e);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
    if (found.isEmpty()) {
      close();
    }
    return !found.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("Everything was read");
    }
    return found.remove();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      source.close();
      end.complete(null);
    }
  }
}
