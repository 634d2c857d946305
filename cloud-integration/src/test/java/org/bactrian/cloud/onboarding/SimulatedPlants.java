package org.bactrian.cloud.onboarding;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bactrian.cloud.TestCloud;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleId;

/**
 * Gateways of one size, each with a plant of its own that its discoverer has scanned; a server has
 * three endpoints. Their messages are taken by the cloud's own onboarding.
 *
 * @param gateways number of gateways
 * @param servers number of servers of each
 */
record SimulatedPlants(int gateways, int servers) {

  static final int ENDPOINTS_OF_SERVER = 3;

  int endpoints() {
    return gateways * servers * ENDPOINTS_OF_SERVER;
  }

  /** Name of a gateway. */
  static String gateway(int number) {
    return "gateway%04d".formatted(number);
  }

  /** Makes the identities of all gateways. */
  void register(TestCloud cloud, int threads) throws Exception {
    onEach(threads, number -> cloud.offlineModule(gateway(number), "discovery"));
  }

  /** Takes a scan of each gateway into the registry, some gateways at once. */
  void scan(TestCloud cloud, String time, int threads) throws Exception {
    onEach(
        threads,
        number -> {
          int first = number * servers;
          new Plant(gateway(number))
              .scan(time, Plant.servers(first, first + servers))
              .forEach(message -> deliver(cloud, message));
          // What the cloud told subscribers is not looked at, and would fill the heap.
          cloud.events.clear();
        });
  }

  /**
   * Delivers a message again and again while IoT Hub is busy or does not answer, as the route of
   * onboarding does.
   */
  private static void deliver(TestCloud cloud, Plant.Message message) {
    // Most messages are taken at once, and a wait begins with a pause.
    if (!isTaken(cloud, message)) {
      await("a discoverer's message to be taken").until(() -> isTaken(cloud, message));
    }
  }

  private static boolean isTaken(TestCloud cloud, Plant.Message message) {
    try {
      cloud.onboarding.take(message.body(), message.properties());
      return true;
    } catch (OperationException e) {
      if (e.retryAfter().isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  /** Discoverer of a gateway. */
  static String discoverer(int number) {
    return new ModuleId(gateway(number), "discovery").toString();
  }

  /** Work on one gateway. */
  interface GatewayWork {
    void on(int number);
  }

  private void onEach(int threads, GatewayWork work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      IntStream.range(0, gateways)
          .forEach(
              number ->
                  all.add(
                      () -> {
                        work.on(number);
                        return null;
                      }));
      for (Future<Void> done : executor.invokeAll(all)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      executor.shutdownNow();
    }
  }
}
