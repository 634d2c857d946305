package org.bactrian.deploy.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of {@code docs/sizing.md}, computed from the formulas and limits beside them. */
class SizingTableTest {

  private static final Pattern ROW =
      Pattern.compile(
          "\\| (\\w+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d.]+) \\| (\\d+) \\| (\\d+)"
              + " \\| (\\d+) units? of (S\\d) \\|");

  /** Part of the cores that is used; the rest is a reserve. */
  private static final double USED = 0.6;

  private static final double BYTES_PER_VALUE = 150;
  private static final double BYTES_PER_MESSAGE = 4_096;
  private static final double SECONDS_PER_DAY = 86_400;

  /**
   * A row of the table.
   *
   * @param values values in a second
   * @param live values in a second that clients of live events get, all together
   * @param reads reads by REST in a second
   * @param cores what the table says that these take
   * @param small replicas of one core
   * @param large replicas of two cores
   * @param units units of the hub
   * @param edition edition of the hub
   */
  record Size(
      String name,
      double values,
      double live,
      double reads,
      String cores,
      int small,
      int large,
      int units,
      String edition) {

    private static Size of(MatchResult row) {
      return new Size(
          row.group(1),
          number(row.group(2)),
          number(row.group(3)),
          number(row.group(4)),
          row.group(5),
          Integer.parseInt(row.group(6)),
          Integer.parseInt(row.group(7)),
          Integer.parseInt(row.group(8)),
          row.group(9));
    }
  }

  static Stream<Size> sizes() throws IOException {
    List<Size> sizes = ROW.matcher(document()).results().map(Size::of).toList();
    assertThat(sizes).hasSize(3);
    return sizes.stream();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void rowsFollowFromTheFormulas(Size size) throws Exception {
    double cores =
        size.values() * microseconds("× ([\\d.]+) µs into PostgreSQL")
            + size.live() * microseconds("values/s × clients × ([\\d.]+) µs")
            + size.reads() * milliseconds("reads/s × ([\\d.]+) ms");
    double messages = size.values() * BYTES_PER_VALUE / BYTES_PER_MESSAGE * SECONDS_PER_DAY;
    double daily = size.edition().equals("S2") ? 6_000_000 : 300_000_000;

    assertThat(size.cores()).isEqualTo(String.format(Locale.ROOT, "%.2f", cores));
    assertThat(size.small()).isEqualTo((int) Math.ceil(cores / USED) + 1);
    assertThat(size.large()).isEqualTo((int) Math.ceil(cores / USED / 2) + 1);
    assertThat(size.units()).isEqualTo((int) Math.ceil(messages / daily));
  }

  @Test
  void discoveryOfAllFollowsFromItsRequests() throws Exception {
    double gateways = formula("for \\*\\*([\\d,]+) gateways");
    double endpoints = formula("gateways and ([\\d,]+) endpoints\\*\\*");
    double queries = gateways * formula("each discovery \\| ([\\d.]+) queries a gateway");
    double reads = endpoints * formula("; ([\\d.]+) reads of twins an endpoint");
    double queriesPerMinute = formula("twins an endpoint \\| ([\\d,]+) queries a minute");
    double readsPerSecond = formula("a minute for each unit, ([\\d,]+) reads a second for the hub");
    double queriesOfS3 = formula("for the hub \\| ([\\d,]+) a minute");
    double readsOfS3 = formula("for the hub \\| .* ([\\d,]+) reads a second for each unit");

    assertThat(formula("after it ([\\d,]+) queries")).isEqualTo(queries);
    assertThat(formula("queries and ([\\d,]+) reads of twins\\.")).isCloseTo(reads, within(0.5));
    assertThat(formula("S1, S2 \\| [^|]* \\| (\\d+) min")).isEqualTo(queries / queriesPerMinute);
    assertThat(formula("at least (\\d+) min")).isEqualTo(Math.round(reads / readsPerSecond / 60));
    assertThat(formula("\\| S3 \\| [^|]* \\| (\\d+) min"))
        .isEqualTo(Math.ceil(Math.max(queries / queriesOfS3, reads / readsOfS3 / 60)));
  }

  @Test
  void requestsOfADiscoveryAreThoseMeasured() throws Exception {
    String measured = Files.readString(DeployFolder.ROOT.resolve("testbed/bench/RESULTS.md"));
    List<String> largest =
        Pattern.compile(
                "\\| requests of the second scan .* ([\\d.]+) of twins an endpoint, (\\d+) queries a gateway \\|")
            .matcher(measured)
            .results()
            .flatMap(row -> Stream.of(row.group(1), row.group(2)))
            .toList();

    assertThat(largest).hasSize(2);
    assertThat(formula("; ([\\d.]+) reads of twins an endpoint")).isEqualTo(number(largest.get(0)));
    assertThat(formula("each discovery \\| ([\\d.]+) queries a gateway"))
        .isEqualTo(number(largest.get(1)));
  }

  private static double microseconds(String pattern) throws IOException {
    return formula(pattern) / 1e6;
  }

  private static double milliseconds(String pattern) throws IOException {
    return formula(pattern) / 1e3;
  }

  private static double formula(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(document())
        .results()
        .map(found -> number(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }

  private static String document() throws IOException {
    return Files.readString(DeployFolder.ROOT.resolve("docs/sizing.md"));
  }
}
