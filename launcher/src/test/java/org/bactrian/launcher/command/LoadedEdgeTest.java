package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Edge in a process of its own under more load than it should meet. It loses nothing, and its
 * memory does not grow.
 */
@Tag("faults")
class LoadedEdgeTest {

  private static final int COUNTERS = 10_000;
  private static final Duration RATE = Duration.ofMillis(100);
  private static final int MINUTES = 10;
  private static final int BURST = 1_000_000;
  private static final String LARGE_NODE = "nsu=urn:bactrian:plant;s=Samples/Large";
  private static final int LARGE_BYTES = 10 << 20;

  /** Last line of a histogram: instances and bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  @TempDir private Path folder;

  @Test
  void tenMinutesOfAHundredThousandValuesASecondLeaveTheHeapFlat() throws Exception {
    try (RelayedEdge edge = new RelayedEdge(folder, COUNTERS, RATE, Map.of())) {
      List<Long> megabytes = new ArrayList<>();
      for (int minute = 1; minute <= MINUTES; minute++) {
        edge.awaitNumbers(minute * Duration.ofMinutes(1).dividedBy(RATE) * 95 / 100);
        megabytes.add(liveBytes(edge.process()) >> 20);
        System.out.printf("minute %d: %d MB live%n", minute, megabytes.get(minute - 1));
      }
      long early = Math.max(megabytes.get(0), megabytes.get(1));
      assertThat(megabytes.subList(MINUTES / 2, MINUTES))
          .allSatisfy(later -> assertThat(later).isLessThan(early * 3 / 2));
      edge.stopAndExpectEverything();
    }
  }

  @Test
  void aMillionValuesThatComeAtOnce() throws Exception {
    try (RelayedEdge edge = new RelayedEdge(folder, COUNTERS, RATE, Map.of(), "--outage=300")) {
      long numbers = BURST / COUNTERS;
      edge.toPlant().cut();
      long before = edge.tally().least();
      Duration outage = RATE.multipliedBy(numbers);
      await().atMost(outage.multipliedBy(2)).pollDelay(outage).until(edge.process()::isAlive);
      edge.toPlant().mend();

      long began = System.nanoTime();
      edge.awaitNumbers(before + numbers);
      System.out.printf(
          "%d values at once took %d ms%n",
          BURST, Duration.ofNanos(System.nanoTime() - began).toMillis());
      edge.stopAndExpectEverything();
    }
  }

  @Test
  void aValueOfTenMegabytesIsReportedAndOthersGoOn() throws Exception {
    try (RelayedEdge edge = new RelayedEdge(folder, 500, RATE, Map.of());
        SessionPool client =
            new SessionPool(
                OpcUaClientSettings.of(folder.resolve("client")).withAutoAccept(true))) {
      Session session = client.open(ConnectionSettings.of(edge.plantUrl()));
      OpcUaClient server = session.client().get();
      NodeId large =
          new NodeId(server.getNamespaceTable().getIndex("urn:bactrian:plant"), "Samples/Large");

      StatusCode written =
          server
              .writeValuesAsync(
                  List.of(large),
                  List.of(DataValue.valueOnly(new Variant(ByteString.of(new byte[LARGE_BYTES])))))
              .get()
              .get(0);

      edge.publishAlso(LARGE_NODE);

      assertThat(written.isGood()).isTrue();
      await()
          .atMost(RelayedEdge.PATIENCE)
          .until(() -> edge.log().contains("bytes of JSON, more than a message"));
      edge.awaitNumbers(edge.tally().least() + 50);
      edge.stopAndExpectEverything();
    }
  }

  /** Returns the bytes that are alive after a collection of the whole heap. */
  private static long liveBytes(Process process) throws IOException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(text);
    assertThat(total.find()).as(text).isTrue();
    return Long.parseLong(total.group(1));
  }
}
