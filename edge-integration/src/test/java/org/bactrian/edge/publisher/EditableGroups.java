package org.bactrian.edge.publisher;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.group.WriterGroupSource;

/** WriterGroups that a test edits while they are published. */
final class EditableGroups implements WriterGroupSource {

  private final List<Consumer<List<WriterGroup>>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Set<String>>> holders = new CopyOnWriteArrayList<>();
  private List<WriterGroup> groups = List.of();

  synchronized void become(WriterGroup... next) {
    groups = List.of(next);
    listeners.forEach(listener -> listener.accept(groups));
  }

  /** Holds these groups and no others. */
  synchronized void hold(WriterGroup... held) {
    Set<String> ids = Stream.of(held).map(WriterGroup::id).collect(Collectors.toSet());
    holders.forEach(listener -> listener.accept(ids));
  }

  @Override
  public synchronized AutoCloseable followHeld(Consumer<Set<String>> listener) {
    holders.add(listener);
    return () -> holders.remove(listener);
  }

  @Override
  public synchronized AutoCloseable follow(Consumer<List<WriterGroup>> listener) {
    listeners.add(listener);
    listener.accept(groups);
    return () -> listeners.remove(listener);
  }
}
