package org.bactrian.iothub.link;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the twin to listeners: the whole of it after each connect, then the changes in the order of
 * their versions. Where a version is missing, the whole twin is read again.
 */
final class TwinFeed {

  private static final Logger LOG = LoggerFactory.getLogger(TwinFeed.class);
  private static final int RETRY_SECONDS = 5;
  private static final String VERSION = "$version";

  private final List<TwinListener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread = DaemonThreads.timer("iothub-twin");

  /** Version of the desired properties that listeners know, negative for none; of the thread. */
  private long version = -1;

  void add(TwinListener listener) {
    listeners.add(listener);
  }

  void remove(TwinListener listener) {
    listeners.remove(listener);
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Reads the whole twin over this connection and tells the listeners. */
  void read(HubClient client) {
    thread.execute(
        () -> {
          version = -1;
          client
              .getTwin()
              .orTimeout(RETRY_SECONDS * 2L, TimeUnit.SECONDS)
              .whenComplete(
                  (twin, failure) -> thread.execute(() -> arrived(client, twin, failure)));
        });
  }

  private void arrived(HubClient client, TwinResponse twin, Throwable failure) {
    if (failure == null) {
      tell(twin.payload(), this::whole);
    } else if (client.isOpen()) {
      LOG.warn("The twin could not be read and is read again: {}", failure.getMessage());
      thread.schedule(() -> read(client), RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void whole(JsonNode properties) {
    version = properties.path("desired").path(VERSION).asLong(0);
    listeners.forEach(listener -> listener.twin(properties));
  }

  /** Takes a change of the desired properties that arrived over this connection. */
  void changed(HubClient client, byte[] patch) {
    thread.execute(() -> tell(patch, change -> desired(client, change)));
  }

  private void desired(HubClient client, JsonNode change) {
    long changed = change.path(VERSION).asLong(version + 1);
    // Before the first whole twin, and up to its version, a change is in it already.
    if (version < 0 || changed <= version) {
      return;
    }
    if (changed > version + 1) {
      read(client);
      return;
    }
    version = changed;
    listeners.forEach(listener -> listener.desired(change));
  }

  private static void tell(byte[] payload, Consumer<JsonNode> listener) {
    try {
      listener.accept(JSON.readTree(payload));
    } catch (IOException | RuntimeException e) {
      LOG.warn("A change of the twin could not be handled", e);
    }
  }

  void close() {
    thread.shutdownNow();
  }
}
