package org.bactrian.bench.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Load counters of simulators that a client subscribes to. Items are numbered from 0 on and spread
 * over the servers in blocks of the same size.
 *
 * @param servers endpoint URLs, at least one
 * @param items number of items, at least one
 * @param sampling milliseconds between two values of an item
 * @param step by how much the counter of an item rises in that time
 * @param publishing milliseconds between two notifications
 */
public record SimulatedItems(
    List<String> servers, int items, int sampling, int step, int publishing) {

  /** Namespace of the counters, whose numeric identifiers begin at 1. */
  public static final String NAMESPACE = "urn:bactrian:load";

  /** Longest time that the queue of an item at the server holds. */
  private static final int QUEUE_MILLIS = 10_000;

  private static final int NUMBERS = 4;

  public SimulatedItems {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || items < 1 || sampling < 1 || step < 1 || publishing < 1) {
      throw new IllegalArgumentException(
          "There must be at least one server and item, and no interval of zero");
    }
  }

  /** Reads what {@link #arguments} writes. */
  public static SimulatedItems parse(String... arguments) {
    List<Integer> numbers = Arrays.stream(arguments).limit(NUMBERS).map(Integer::parseInt).toList();
    List<String> servers = Arrays.stream(arguments).skip(NUMBERS).toList();
    return new SimulatedItems(
        servers, numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
  }

  /** Arguments of a client's process: items, sampling, step, publishing, then the servers. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (int number : new int[] {items, sampling, step, publishing}) {
      arguments.add(Integer.toString(number));
    }
    arguments.addAll(servers);
    return arguments;
  }

  /** Number of items of each server but the last, which may have fewer. */
  public int perServer() {
    return (items + servers.size() - 1) / servers.size();
  }

  /** Number of items of a server, which is named by its place in the list. */
  public int itemsOf(int server) {
    return Math.max(0, Math.min(perServer(), items - server * perServer()));
  }

  /** Numeric identifier of an item at its server. */
  public int identifier(int item) {
    return item % perServer() + 1;
  }

  /** Number of values that the queue of an item holds at the server. */
  public int queueSize() {
    return Math.max(10, QUEUE_MILLIS / sampling);
  }

  /** Number of values that all items bring in a second. */
  double perSecond() {
    return items * 1000.0 / sampling;
  }

  /** The same items, each with every n-th value; a value rises by as much more. */
  SimulatedItems sampledEvery(int millis) {
    int ticks = Math.max(1, millis / sampling);
    return new SimulatedItems(servers, items, ticks * sampling, ticks * step, publishing);
  }

  /** Those items that belong to the first server. */
  SimulatedItems ofFirstServer() {
    return new SimulatedItems(servers.subList(0, 1), itemsOf(0), sampling, step, publishing);
  }

  /** Another number of items of the same servers. */
  SimulatedItems withItems(int count) {
    return new SimulatedItems(servers, count, sampling, step, publishing);
  }
}
