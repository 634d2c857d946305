package org.bactrian.opcua.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP connection of one probe, which is closed with its result. */
final class ProbeConnection {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeConnection.class);

  private final AsynchronousSocketChannel channel;
  private final InetSocketAddress port;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private final ByteBuffer answer = ByteBuffer.allocate(HelloMessage.HEADER_SIZE);

  ProbeConnection(AsynchronousSocketChannel channel, InetSocketAddress port) {
    this.channel = channel;
    this.port = port;
    result.whenComplete((yes, failure) -> close());
  }

  CompletableFuture<Boolean> result() {
    return result;
  }

  /** Connects, and is content with that. */
  void connect() {
    connect(() -> result.complete(true));
  }

  /** Connects, greets, and reads who answers. */
  void greet() {
    connect(() -> write(HelloMessage.hello(port)));
  }

  /** Ends it without an answer, unless there is one. */
  void giveUp() {
    result.complete(false);
  }

  private void connect(Runnable then) {
    try {
      channel.connect(port, null, step(ignored -> then.run()));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void write(ByteBuffer bytes) {
    channel.write(
        bytes,
        null,
        step(
            written -> {
              if (bytes.hasRemaining()) {
                write(bytes);
              } else {
                read();
              }
            }));
  }

  private void read() {
    channel.read(
        answer,
        null,
        step(
            count -> {
              if (count < 0) {
                result.complete(false);
              } else if (answer.hasRemaining()) {
                read();
              } else {
                result.complete(HelloMessage.isServerReply(answer.flip()));
              }
            }));
  }

  private <V> CompletionHandler<V, Void> step(Consumer<V> next) {
    return new CompletionHandler<>() {
      @Override
      public void completed(V value, Void nothing) {
        try {
          next.accept(value);
        } catch (RuntimeException e) {
          result.completeExceptionally(e);
        }
      }

      @Override
      public void failed(Throwable failure, Void nothing) {
        result.completeExceptionally(exhausted(failure) ? wrap(failure) : failure);
      }
    };
  }

  private static SocketsExhaustedException wrap(Throwable failure) {
    return new SocketsExhaustedException((IOException) failure);
  }

  /** Ports and buffers run out when a connection is made, file handles when a socket is. */
  private static boolean exhausted(Throwable failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure instanceof IOException
        && (text.contains("cannot assign requested address")
            || text.contains("no buffer space")
            || text.contains("too many open files"));
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A socket to {} could not be closed", port, e);
    }
  }
}
