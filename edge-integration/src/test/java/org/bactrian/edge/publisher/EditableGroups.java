package org.bactrian.edge.publisher;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.group.WriterGroupSource;

/** WriterGroups that a test edits while they are published. */
final class EditableGroups implements WriterGroupSource {

  private final List<Consumer<List<WriterGroup>>> listeners = new CopyOnWriteArrayList<>();
  private List<WriterGroup> groups = List.of();

  synchronized void become(WriterGroup... next) {
    groups = List.of(next);
    listeners.forEach(listener -> listener.accept(groups));
  }

  @Override
  public synchronized AutoCloseable follow(Consumer<List<WriterGroup>> listener) {
    listeners.add(listener);
    listener.accept(groups);
    return () -> listeners.remove(listener);
  }
}
