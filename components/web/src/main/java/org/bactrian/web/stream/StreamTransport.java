package org.bactrian.web.stream;

import java.util.Optional;

/**
 * Form in which one client reads its stream. All methods are called on the event loop of its
 * connection.
 */
public interface StreamTransport {

  /** Returns true when the connection is closed, whether or not anybody was told. */
  boolean isGone();

  /** Returns true while the client has not read what was sent. */
  boolean isFull();

  /** Sends a message. */
  void send(StreamMessage message);

  /** Sends something that shows that the connection is there. */
  void heartbeat();

  /** The closure of a client that has not done its part in time; empty for one that has. */
  Optional<StreamClosure> overdue();

  /** Tells the client why the stream ends, and ends it. */
  void close(StreamClosure closure);
}
