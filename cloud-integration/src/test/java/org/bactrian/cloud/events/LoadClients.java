package org.bactrian.cloud.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A process of many SignalR clients on one thread, which cost little beside the server: they count
 * values and take the age of some. Clients that are to be slow read nothing.
 *
 * <p>Arguments: port, token, clients, slow ones among them. For each client a line of standard
 * input has its connection token; one more line begins and another ends the measurement. It prints
 * a line: values of the fast clients, their 50th and 99th percentile and their largest age in
 * milliseconds, clients that were closed.
 */
final class LoadClients {

  private static final byte[] VALUE = "\"value\":".getBytes(StandardCharsets.US_ASCII);
  private static final int SAMPLED = 16;
  private static final int MAX_SAMPLES = 2_000_000;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private long values;
  private long records;
  private int[] ages = new int[1024];
  private int count;
  private int closed;

  public static void main(String[] args) throws Exception {
    int clients = Integer.parseInt(args[2]);
    int slow = Integer.parseInt(args[3]);
    try (Selector selector = Selector.open();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      LoadClients load = new LoadClients();
      for (int i = 0; i < clients; i++) {
        SocketChannel channel = open(Integer.parseInt(args[0]), args[1], lines.readLine());
        if (i >= slow) {
          channel.configureBlocking(false);
          channel.register(selector, SelectionKey.OP_READ);
        }
      }
      System.out.println("ready");
      lines.readLine();
      load.read(selector);
      System.out.println(load);
    }
  }

  /** Opens a WebSocket and sends the handshake, in one frame with a mask of zeros. */
  private static SocketChannel open(int port, String token, String connection) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.socket().setReceiveBufferSize(64 * 1024);
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    String request =
        "GET /events/v2/publishers/events?id="
            + connection
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Authorization: Bearer "
            + token
            + "\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    StringBuilder answer = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (answer.indexOf("\r\n\r\n") < 0) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new IOException("Refused: " + answer);
      }
      answer.append((char) one.get(0));
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("Refused: " + answer);
    }
    byte[] handshake = HubClient.HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(handshake.length + 6);
    frame.put((byte) 0x81).put((byte) (0x80 | handshake.length)).putInt(0).put(handshake).flip();
    channel.write(frame);
    return channel;
  }

  private void read(Selector selector) throws IOException {
    while (System.in.available() == 0) {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
          key.cancel();
          closed++;
        } else {
          buffer.flip();
          take();
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void take() {
    int size = buffer.limit();
    for (int i = 0; i < size; i++) {
      if (buffer.get(i) == 0x1e) {
        records++;
        if (records % SAMPLED == 0) {
          sample(i + 1, Math.min(size, i + 600));
        }
      }
    }
    values = records;
  }

  /** Takes the age of the value after a record's end, which says when it was made. */
  private void sample(int from, int end) {
    for (int i = from; i < end - VALUE.length - 13; i++) {
      if (buffer.get(i) == '"' && isValue(i)) {
        long made = 0;
        for (int digit = 0; digit < 13; digit++) {
          made = made * 10 + buffer.get(i + VALUE.length + digit) - '0';
        }
        note((int) (System.currentTimeMillis() - made));
        return;
      }
    }
  }

  private boolean isValue(int at) {
    for (int i = 0; i < VALUE.length; i++) {
      if (buffer.get(at + i) != VALUE[i]) {
        return false;
      }
    }
    return true;
  }

  private void note(int age) {
    if (count == ages.length && count < MAX_SAMPLES) {
      ages = Arrays.copyOf(ages, count * 2);
    }
    if (count < ages.length) {
      ages[count++] = age;
    }
  }

  @Override
  public String toString() {
    int[] sorted = Arrays.copyOf(ages, count);
    Arrays.sort(sorted);
    return values
        + " "
        + (count == 0 ? 0 : sorted[count / 2])
        + " "
        + (count == 0 ? 0 : sorted[(int) (count * 0.99)])
        + " "
        + (count == 0 ? 0 : sorted[count - 1])
        + " "
        + closed;
  }
}
