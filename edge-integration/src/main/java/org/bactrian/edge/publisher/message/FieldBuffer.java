package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueWriter;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.jspecify.annotations.Nullable;

/**
 * Encoded fields of one DataSetMessage separated by commas, with their positions, so that any run
 * of them can be copied into a body without being encoded again.
 *
 * <p>Each field is a root value of the generator, so one that fails can be cut off whatever it had
 * begun. Not thread-safe.
 */
final class FieldBuffer {

  static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator((String) null)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  /** Contexts are few; a server that reconnects brings a new one. */
  private static final int KEPT_CONTEXTS = 64;

  private final ValueFormat format;
  private final ByteSink sink = new ByteSink(64 * 1024);
  private final Map<EncodingContext, ValueWriter> writers = new IdentityHashMap<>();
  private @Nullable EncodingContext lastContext;
  private @Nullable ValueWriter lastWriter;
  private JsonGenerator out;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] owners = new int[256];
  private int count;

  FieldBuffer(ValueFormat format) throws IOException {
    this.format = format;
    this.out = JSON.createGenerator(sink);
  }

  /** Forgets all fields. */
  void clear() throws IOException {
    out.flush();
    sink.clear();
    count = 0;
  }

  /**
   * Returns the encoder that writes a server's values into this buffer; valid until a field is
   * discarded.
   */
  ValueWriter values(EncodingContext context) {
    ValueWriter writer = lastWriter;
    if (writer == null || context != lastContext) {
      if (writers.size() >= KEPT_CONTEXTS) {
        writers.clear();
      }
      writer = writers.computeIfAbsent(context, known -> new ValueWriter(out, format, known));
      lastContext = context;
      lastWriter = writer;
    }
    return writer;
  }

  /**
   * Begins a field.
   *
   * @param owner the caller's number of it
   */
  JsonGenerator begin(int owner) throws IOException {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      owners = Arrays.copyOf(owners, count * 2);
    }
    if (count > 0) {
      out.writeRaw(',');
    }
    owners[count] = owner;
    starts[count] = position();
    return out;
  }

  /** Ends the field that was begun. */
  void end() {
    ends[count++] = position();
  }

  /** Cuts off the field that was begun and not ended. */
  void discard() throws IOException {
    out.flush();
    sink.truncate(count == 0 ? 0 : ends[count - 1]);
    out = JSON.createGenerator(sink);
    writers.clear();
    lastWriter = null;
  }

  /** Makes the fields ready to be copied. */
  void complete() throws IOException {
    out.flush();
  }

  int count() {
    return count;
  }

  int owner(int field) {
    return owners[field];
  }

  /** Bytes of the fields from {@code from} to before {@code to}, with the commas between them. */
  int size(int from, int to) {
    return to <= from ? 0 : ends[to - 1] - starts[from];
  }

  /** The end of the longest run of fields from {@code from} on that is not larger than that. */
  int fitting(int from, int bytes) {
    int low = from;
    int high = count;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (size(from, middle) <= bytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The place of the largest field. */
  int largest() {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (size(i, i + 1) > size(largest, largest + 1)) {
        largest = i;
      }
    }
    return largest;
  }

  /** Takes a field out; those behind it move up. */
  void remove(int field) {
    int begin = field > 0 && field == count - 1 ? ends[field - 1] : starts[field];
    int end = field < count - 1 ? starts[field + 1] : ends[field];
    sink.remove(begin, end);
    count--;
    for (int i = field; i < count; i++) {
      starts[i] = starts[i + 1] - (end - begin);
      ends[i] = ends[i + 1] - (end - begin);
      owners[i] = owners[i + 1];
    }
  }

  void copy(int from, int to, ByteSink target) {
    if (to > from) {
      target.append(sink, starts[from], ends[to - 1]);
    }
  }

  private int position() {
    return sink.size() + out.getOutputBuffered();
  }
}
