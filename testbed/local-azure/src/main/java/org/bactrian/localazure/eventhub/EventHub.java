package org.bactrian.localazure.eventhub;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.storage.StateThread;

/**
 * An event hub: events in partitions, to be read any number of times. The built-in endpoint of an
 * IoT Hub is one ("Read device-to-cloud messages from the built-in endpoint",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-read-builtin). Thread-safe
 * where nothing else is said.
 */
public final class EventHub {

  /** Name of the built-in endpoint of the hub, the EntityPath of connection strings. */
  public static final String BUILT_IN = "iothub-ehub-hub";

  private static final int PARTITIONS = 4;

  private final String name;
  private final List<EventPartition> partitions;
  private final StateThread writer;
  private final Context loop;
  private final Instant created;

  private EventHub(
      String name,
      List<EventPartition> partitions,
      StateThread writer,
      Context loop,
      Instant created) {
    this.name = name;
    this.partitions = partitions;
    this.writer = writer;
    this.loop = loop;
    this.created = created;
  }

  /**
   * Opens the event hub of a folder, which is made when missing.
   *
   * @param loop event loop that readers belong to
   * @throws UncheckedIOException when its files cannot be read
   */
  static EventHub open(
      Vertx vertx, String name, Path folder, EventRetention retention, Context loop) {
    List<EventPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(Integer::toString)
            .map(id -> new EventPartition(id, EventLog.open(folder.resolve(id), retention)))
            .toList();
    try {
      Instant created =
          Files.readAttributes(folder, BasicFileAttributes.class).creationTime().toInstant();
      StateThread writer = new StateThread(vertx, "local-azure-events-" + name);
      return new EventHub(name, partitions, writer, loop, created);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends an event to the partition of its key, behind those appended before.
   *
   * @param key device that sent it; the events of one are in one partition
   * @param message makes the bytes of the event at its place, on another thread
   * @return done, on the caller's context, when it is stored; fails when it cannot be
   */
  public Future<Void> append(String key, Instant enqueued, Function<EventStamp, byte[]> message) {
    return append(partitionOf(key), enqueued, message);
  }

  /** Appends an event to a partition, as the other does. */
  public Future<Void> append(
      EventPartition partition, Instant enqueued, Function<EventStamp, byte[]> message) {
    return writer.call(
        () -> {
          partition.append(enqueued, message);
          loop.runOnContext(ignored -> partition.announce());
          return null;
        });
  }

  /** The partition of a key. */
  public EventPartition partitionOf(String key) {
    return partitions.get(Math.floorMod(key.hashCode(), partitions.size()));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The partitions, by their numbers. */
  public List<EventPartition> partitions() {
    return partitions;
  }

  /** The partition of a number. */
  public Optional<EventPartition> partition(String id) {
    return partitions.stream().filter(partition -> partition.id().equals(id)).findFirst();
  }

  /** Time at which its folder was made. */
  public Instant created() {
    return created;
  }

  /** Returns whether a path is that of the event hub, or of something in it. */
  boolean holds(EntityPath path) {
    return path.isUnder(EntityPath.of(name));
  }

  /** Drops what is not written yet, as if the process were killed. */
  void halt() {
    writer.halt();
    partitions.forEach(EventPartition::close);
  }

  /** Waits for what was appended, and closes the files. */
  void close() {
    writer.close();
    partitions.forEach(EventPartition::close);
  }
}
