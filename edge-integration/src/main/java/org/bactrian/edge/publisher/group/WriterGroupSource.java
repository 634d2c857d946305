package org.bactrian.edge.publisher.group;

import java.util.List;
import java.util.function.Consumer;

/** Where WriterGroups come from: a file, or the cloud. */
@FunctionalInterface
public interface WriterGroupSource {

  /**
   * Calls {@code listener} with all groups, now and after each change, one call at a time.
   *
   * @return what ends the calls
   */
  AutoCloseable follow(Consumer<List<WriterGroup>> listener);

  /** What keeps parts of the configuration from being published, a sentence each. */
  default List<String> faults() {
    return List.of();
  }
}
