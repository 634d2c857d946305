package org.bactrian.microbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.json.TimestampText;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Timestamps to JSON, each a millisecond after the former one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimestampBenchmark {

  private static final long TICKS_PER_MILLISECOND = 10_000;

  private final TimestampText text = new TimestampText();
  private JsonGenerator out;
  private long ticks;

  /** Opens an array that is never closed and goes nowhere. */
  @Setup
  public void open() throws IOException {
    ticks = TimestampText.ticksOf(Instant.parse("2026-01-02T03:04:05Z"));
    out = new JsonFactory().createGenerator(OutputStream.nullOutputStream());
    out.writeStartArray();
  }

  /** The text that the edge writes. */
  @Benchmark
  public void edge() throws IOException {
    ticks += TICKS_PER_MILLISECOND;
    text.write(out, ticks);
  }

  /** The text of {@code java.time}. */
  @Benchmark
  public void javaTime() throws IOException {
    ticks += TICKS_PER_MILLISECOND;
    out.writeString(DateTimeFormatter.ISO_INSTANT.format(new DateTime(ticks).getJavaInstant()));
  }
}
