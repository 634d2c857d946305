package org.bactrian.edge.orchestration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.group.WriterGroupSource;

/** WriterGroups of the jobs that a publisher has now. Thread-safe. */
final class JobGroups implements WriterGroupSource {

  private final List<Consumer<List<WriterGroup>>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Set<String>>> holders = new CopyOnWriteArrayList<>();
  private Map<String, JobConverter.Result> jobs = Map.of();
  private boolean held;

  /**
   * Makes these the jobs.
   *
   * @param converted jobs by their ids
   */
  synchronized void set(Map<String, JobConverter.Result> converted) {
    if (!converted.equals(jobs)) {
      jobs = new LinkedHashMap<>(converted);
      List<WriterGroup> groups = groups();
      listeners.forEach(listener -> listener.accept(groups));
    }
  }

  /** Lets all groups receive nothing, or go on. */
  synchronized void hold(boolean on) {
    held = on;
    Set<String> ids = heldIds();
    holders.forEach(listener -> listener.accept(ids));
  }

  private Set<String> heldIds() {
    return held ? groups().stream().map(WriterGroup::id).collect(Collectors.toSet()) : Set.of();
  }

  @Override
  public synchronized AutoCloseable followHeld(Consumer<Set<String>> listener) {
    listener.accept(heldIds());
    holders.add(listener);
    return () -> holders.remove(listener);
  }

  private List<WriterGroup> groups() {
    List<WriterGroup> groups = new ArrayList<>();
    jobs.values().forEach(job -> groups.addAll(job.groups()));
    return groups;
  }

  @Override
  public synchronized AutoCloseable follow(Consumer<List<WriterGroup>> listener) {
    listener.accept(groups());
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized List<String> faults() {
    return jobs.values().stream().flatMap(job -> job.faults().stream()).toList();
  }
}
