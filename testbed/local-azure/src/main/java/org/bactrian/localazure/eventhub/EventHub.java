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
 * The built-in endpoint of an IoT Hub, which is an event hub: what devices sent, in partitions, to
 * be read any number of times ("Read device-to-cloud messages from the built-in endpoint",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-read-builtin). Thread-safe
 * where nothing else is said.
 */
public final class EventHub {

  /** Its name, the EntityPath of connection strings. */
  public static final String NAME = "iothub-ehub-hub";

  private static final int PARTITIONS = 4;

  private final List<EventPartition> partitions;
  private final StateThread writer;
  private final Context loop;
  private final Instant created;

  private EventHub(
      List<EventPartition> partitions, StateThread writer, Context loop, Instant created) {
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
  public static EventHub open(Vertx vertx, Path folder, EventRetention retention, Context loop) {
    List<EventPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(Integer::toString)
            .map(id -> new EventPartition(id, EventLog.open(folder.resolve(id), retention)))
            .toList();
    try {
      Instant created =
          Files.readAttributes(folder, BasicFileAttributes.class).creationTime().toInstant();
      return new EventHub(partitions, new StateThread(vertx, "local-azure-events"), loop, created);
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
    EventPartition partition = partitions.get(Math.floorMod(key.hashCode(), partitions.size()));
    return writer.call(
        () -> {
          partition.append(enqueued, message);
          loop.runOnContext(ignored -> partition.announce());
          return null;
        });
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
  public static boolean holds(EntityPath path) {
    return path.isUnder(EntityPath.of(NAME));
  }

  /** Drops what is not written yet, as if the process were killed. */
  public void halt() {
    writer.halt();
    partitions.forEach(EventPartition::close);
  }

  /** Waits for what was appended, and closes the files. */
  public void close() {
    writer.close();
    partitions.forEach(EventPartition::close);
  }
}
