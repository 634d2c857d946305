package org.bactrian.opcua.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between a client and a server that can be cut. */
public final class TcpRelay implements AutoCloseable {

  private final ServerSocket entrance;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;

  public TcpRelay(int target) throws IOException {
    this(target, "127.0.0.1");
  }

  public TcpRelay(int target, String address) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, 50, InetAddress.getByName(address));
    start(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  public String url() {
    return "opc.tcp://localhost:" + entrance.getLocalPort();
  }

  /** Breaks all connections and lets no new one through. */
  public void cut() {
    open = false;
    sockets.forEach(TcpRelay::closeQuietly);
    sockets.clear();
  }

  public void mend() {
    open = true;
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket in = entrance.accept();
        if (open) {
          Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(in);
          sockets.add(out);
          start(() -> pump(in, out));
          start(() -> pump(out, in));
        } else {
          in.close();
        }
      } catch (IOException e) {
        // Either end is gone; the next connection decides anew.
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      closeQuietly(from);
    }
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "tcp-relay");
    thread.setDaemon(true);
    thread.start();
  }
}
