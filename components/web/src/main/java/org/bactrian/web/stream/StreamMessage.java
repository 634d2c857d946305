package org.bactrian.web.stream;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Objects for the subscribers of a target, encoded once for each form, whatever the number of those
 * who get it. Safe for use by several threads.
 */
public final class StreamMessage {

  /** Begins the ids of events, so that those of two processes differ. */
  private static final String PROCESS = Long.toString(System.currentTimeMillis(), 36);

  private static final AtomicLong NUMBER = new AtomicLong();

  /** Estimate of what surrounds an object in both forms, in bytes. */
  private static final int ENVELOPE = 64;

  private static final byte[] RECORD_END = "]}\u001e".getBytes(StandardCharsets.UTF_8);
  private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.UTF_8);

  private final String target;
  private final List<byte[]> objects;
  private final int size;
  private @Nullable Buffer hubRecords;
  private @Nullable Buffer events;

  /**
   * @param target name of the method or event, plain ASCII
   * @param objects JSON objects in UTF-8 without line breaks, each of which is a message of its own
   *     to the client
   */
  public StreamMessage(String target, List<byte[]> objects) {
    this.target = target;
    this.objects = List.copyOf(objects);
    this.size = objects.stream().mapToInt(json -> json.length + ENVELOPE).sum();
  }

  /** Number of messages that a client reads. */
  public int count() {
    return objects.size();
  }

  /** Estimated size in bytes. */
  public int size() {
    return size;
  }

  /** Invocations of SignalR's JSON hub protocol, each with one argument. Not to be changed. */
  public synchronized Buffer hubRecords() {
    if (hubRecords == null) {
      byte[] begin =
          ("{\"type\":1,\"target\":\"" + target + "\",\"arguments\":[")
              .getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
      for (byte[] json : objects) {
        bytes.writeBytes(begin);
        bytes.writeBytes(json);
        bytes.writeBytes(RECORD_END);
      }
      hubRecords = Buffer.buffer(bytes.toByteArray());
    }
    return hubRecords;
  }

  /** The same as Server-Sent Events with ids. Not to be changed. */
  public synchronized Buffer events() {
    if (events == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
      for (byte[] json : objects) {
        String begin =
            "id: %s-%d\nevent: %s\ndata: ".formatted(PROCESS, NUMBER.incrementAndGet(), target);
        bytes.writeBytes(begin.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(json);
        bytes.writeBytes(EVENT_END);
      }
      events = Buffer.buffer(bytes.toByteArray());
    }
    return events;
  }
}
