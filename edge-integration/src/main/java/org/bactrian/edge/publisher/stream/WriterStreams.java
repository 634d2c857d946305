package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.WriterGroup;

/**
 * Streams of the DataSetWriters of a WriterGroup, of which a change touches only those that differ.
 * Used on the group's thread, but for {@link #published}.
 */
final class WriterStreams {

  private final WriterGroupInbox inbox;
  private final BiFunction<WriterGroup, DataSetWriter, DataSetWriterStream> opener;
  private final Consumer<String> onGone;
  private final Map<String, DataSetWriterStream> writers = new LinkedHashMap<>();

  /** Writers that are replaced and listen until those that came instead do. */
  private final List<DataSetWriterStream> replaced = new ArrayList<>();

  private volatile List<DataSetWriterStream> published = List.of();
  private boolean publishing = true;

  /**
   * @param opener opens the stream of a writer of a group
   * @param onGone gets the name of a writer that has ended and was not replaced
   */
  WriterStreams(
      WriterGroupInbox inbox,
      BiFunction<WriterGroup, DataSetWriter, DataSetWriterStream> opener,
      Consumer<String> onGone) {
    this.inbox = inbox;
    this.opener = opener;
    this.onGone = onGone;
  }

  /** Returns the writers as they were after the last change; on any thread. */
  List<DataSetWriterStream> published() {
    return published;
  }

  Collection<DataSetWriterStream> present() {
    return writers.values();
  }

  /** Returns the writer of a name, or the one that is being replaced or removed. */
  Optional<DataSetWriterStream> find(String name) {
    return all().filter(writer -> writer.writer().name().equals(name)).findFirst();
  }

  /** Lets servers send what they have, or keep it for now. */
  void publishing(boolean enabled) {
    publishing = enabled;
    all().forEach(writer -> writer.publishing(enabled));
  }

  /** Returns the time at which one of them is to send something, as {@link System#nanoTime}. */
  long nextNanos() {
    long next = Long.MAX_VALUE;
    for (DataSetWriterStream writer : writers.values()) {
      next = DataSetWriterMessages.earlier(next, writer.nextNanos());
    }
    return next;
  }

  void sendWhatIsDue(long nowNanos) {
    writers.values().forEach(writer -> writer.sendWhatIsDue(nowNanos));
  }

  private Stream<DataSetWriterStream> all() {
    return Stream.concat(writers.values().stream(), replaced.stream());
  }

  /** Goes on with the writers of {@code next}. */
  void change(WriterGroup next) {
    List<DataSetWriterStream> removed = removeOthers(next);
    for (DataSetWriter writer : next.writers()) {
      DataSetWriterStream present = writers.get(writer.name());
      if (present == null) {
        DataSetWriterStream stream = opener.apply(next, writer);
        stream.publishing(publishing);
        writers.put(writer.name(), stream);
      } else if (!present.writer().equals(writer)) {
        present.become(writer);
      }
    }
    published = List.copyOf(writers.values());
    replaced.addAll(removed);
    for (DataSetWriterStream stream : removed) {
      WriterHandover.of(stream, published)
          .whenComplete((nothing, fault) -> inbox.command(() -> letGo(stream)));
    }
  }

  /** Takes out the writers that a group does not have, or has with another subscription. */
  private List<DataSetWriterStream> removeOthers(WriterGroup next) {
    Map<String, DataSetWriter> wanted = new HashMap<>();
    next.writers().forEach(writer -> wanted.put(writer.name(), writer));
    List<DataSetWriterStream> removed =
        writers.values().stream()
            .filter(
                stream -> {
                  DataSetWriter writer = wanted.get(stream.writer().name());
                  return writer == null || !stream.canBecome(writer);
                })
            .toList();
    removed.forEach(stream -> writers.remove(stream.writer().name()));
    return removed;
  }

  private void letGo(DataSetWriterStream stream) {
    if (replaced.remove(stream)) {
      stream.close();
      String name = stream.writer().name();
      if (!writers.containsKey(name)) {
        onGone.accept(name);
      }
    }
  }

  /** Completed when {@code successors} listen to what these writers listen to. */
  CompletableFuture<Void> handOverTo(List<DataSetWriterStream> successors) {
    return CompletableFuture.allOf(
        writers.values().stream()
            .map(writer -> WriterHandover.of(writer, successors))
            .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Ends all writers.
   *
   * @param keepsSubscriptions whether subscriptions are left to the next process
   * @return done when nothing comes from them any more
   */
  CompletableFuture<Void> end(boolean keepsSubscriptions) {
    List<DataSetWriterStream> ending = all().toList();
    writers.clear();
    replaced.clear();
    published = List.of();
    return CompletableFuture.allOf(
        ending.stream()
            .map(keepsSubscriptions ? DataSetWriterStream::leave : DataSetWriterStream::end)
            .toArray(CompletableFuture<?>[]::new));
  }
}
