package org.bactrian.localazure.eventhub;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.localazure.servicebus.entity.EntityPath;

/**
 * The event hubs of one server: the built-in endpoint of the IoT Hub, and others that clients send
 * to.
 */
public record EventHubNamespace(EventHub builtIn, List<EventHub> others) {

  /**
   * Opens them all.
   *
   * @param folder of the built-in endpoint; the others have folders in it
   * @param names names of the others
   * @param loop event loop that their links belong to
   * @throws java.io.UncheckedIOException when files cannot be read
   */
  public static EventHubNamespace open(
      Vertx vertx, Path folder, List<String> names, EventRetention retention, Context loop) {
    EventHub builtIn = EventHub.open(vertx, EventHub.BUILT_IN, folder, retention, loop);
    List<EventHub> others =
        names.stream()
            .map(name -> EventHub.open(vertx, name, folder.resolve(name), retention, loop))
            .toList();
    return new EventHubNamespace(builtIn, others);
  }

  /** The event hub that a path leads to, or into. */
  public Optional<EventHub> of(EntityPath path) {
    return all().filter(hub -> hub.holds(path)).findFirst();
  }

  /** The event hub of a name, in any case. */
  public Optional<EventHub> named(String name) {
    return all().filter(hub -> hub.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Drops what is not written yet, as if the process were killed. */
  public void halt() {
    all().forEach(EventHub::halt);
  }

  /** Waits for what was appended, and closes the files. */
  public void close() {
    all().forEach(EventHub::close);
  }

  private Stream<EventHub> all() {
    return Stream.concat(Stream.of(builtIn), others.stream());
  }
}
