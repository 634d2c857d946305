package org.bactrian.cloud.telemetry.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Symbols of status codes (Part 6, Annex A.2). */
final class StatusCodeSymbols {

  static final String GOOD = "Good";

  private static final long CODE_BITS = 0xFFFF0000L;
  private static final Map<Long, String> BY_CODE = read("status-codes.tsv");

  private StatusCodeSymbols() {}

  /** The symbol of a code, or the code in hex where it has none. */
  static String of(long code) {
    String symbol = BY_CODE.get(code & CODE_BITS);
    return symbol == null ? String.format("0x%08X", code & 0xFFFFFFFFL) : symbol;
  }

  private static Map<Long, String> read(String resource) {
    try (InputStream in =
            Objects.requireNonNull(
                StatusCodeSymbols.class.getResourceAsStream(resource), resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .map(line -> line.split("\t"))
          .collect(Collectors.toUnmodifiableMap(row -> Long.parseLong(row[0], 16), row -> row[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
