package org.bactrian.edge.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server and passes on what goes either way, until it is told to keep everything to
 * itself: the server then hangs, with its connections open.
 */
public final class Relay implements AutoCloseable {

  private final ServerSocket front = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final URI server;
  private volatile boolean silent;

  /** Opens one before the server at {@code endpointUrl}. */
  public Relay(String endpointUrl) throws IOException {
    server = URI.create(endpointUrl);
    begin(this::accept);
  }

  /** Address at which the server seems to be. */
  public String endpointUrl() {
    return "opc.tcp://127.0.0.1:" + front.getLocalPort() + server.getPath();
  }

  /** From now on the server does not answer. */
  public void silence() {
    silent = true;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = front.accept();
      Socket behind = new Socket(server.getHost(), server.getPort());
      sockets.addAll(List.of(client, behind));
      begin(() -> pass(client.getInputStream(), behind.getOutputStream()));
      begin(() -> pass(behind.getInputStream(), client.getOutputStream()));
    }
  }

  private void pass(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[65_536];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      if (!silent) {
        to.write(buffer, 0, count);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection has ended, and its thread with it.
                Thread.currentThread().interrupt();
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      front.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
