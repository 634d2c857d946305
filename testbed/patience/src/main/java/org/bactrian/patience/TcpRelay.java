package org.bactrian.patience;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Network between a client and a server on this machine that can be cut, frozen and slowed down.
 * Thread-safe.
 */
public final class TcpRelay implements AutoCloseable {

  private static final int CHUNK = 16 << 10;

  private final ServerSocket entrance;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Object traffic = new Object();
  private volatile boolean open = true;
  private volatile boolean frozen;
  private volatile long bytesPerSecond = Long.MAX_VALUE;

  /** Opens a relay to a port of loopback. */
  public TcpRelay(int target) throws IOException {
    this(target, "127.0.0.1");
  }

  /**
   * Opens a relay to a port of loopback.
   *
   * @param address address that clients connect to
   */
  public TcpRelay(int target, String address) throws IOException {
    this.target = target;
    this.entrance = new ServerSocket(0, 500, InetAddress.getByName(address));
    start(this::accept);
  }

  /** Port that clients connect to. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Address of an OPC UA server behind it. */
  public String url() {
    return "opc.tcp://localhost:" + entrance.getLocalPort();
  }

  /** Returns whether a client has connected, and its connection was not cut. */
  public boolean isUsed() {
    return !sockets.isEmpty();
  }

  /** Breaks all connections and lets no new one through. */
  public void cut() {
    open = false;
    sockets.forEach(TcpRelay::closeQuietly);
    sockets.clear();
  }

  /** Lets connections through again. */
  public void mend() {
    open = true;
  }

  /** Keeps connections open and passes nothing on, so that the server seems to hang. */
  public void freeze() {
    frozen = true;
  }

  /** Passes on what was kept, and what comes. */
  public void thaw() {
    synchronized (traffic) {
      frozen = false;
      traffic.notifyAll();
    }
  }

  /** Passes so much on in a second, over each connection and each way. */
  public void throttle(long toBytesPerSecond) {
    bytesPerSecond = toBytesPerSecond;
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
    thaw();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket in = entrance.accept();
        sockets.add(in);
        // Asked after the socket can be cut.
        if (open) {
          relay(in);
        } else {
          refuse(in);
        }
      } catch (IOException e) {
        // The relay was closed.
      }
    }
  }

  private void relay(Socket in) {
    try {
      Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(out);
      start(() -> pump(in, out));
      start(() -> pump(out, in));
    } catch (IOException e) {
      refuse(in);
    }
  }

  private void refuse(Socket in) {
    sockets.remove(in);
    closeQuietly(in);
  }

  private void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[CHUNK];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hold(count);
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      closeQuietly(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(to);
  }

  private void hold(int bytes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
    synchronized (traffic) {
      while (frozen) {
        traffic.wait();
      }
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(traffic, left);
      }
    }
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
