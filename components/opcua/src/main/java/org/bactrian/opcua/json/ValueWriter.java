package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.OptionSetUInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of one server as JSON (Part 6, 5.4) straight into a generator.
 *
 * <p>A value is always written, be it 0 or null; what stands for nothing (an empty ByteString, a
 * null node id, the null Guid, the first DateTime, Good) is {@code null}. A structure is an object
 * of its fields; in it, fields that are null, 0, false or Good are left out.
 *
 * <p>Used by one thread at a time. A value that can not be written is an exception that leaves the
 * generator in the middle of it: whoever must go on begins with a new generator and writer.
 */
public final class ValueWriter {

  private static final SerializableString TYPE = new SerializedString("Type");
  private static final SerializableString BODY = new SerializedString("Body");
  private static final SerializableString VALUE = new SerializedString("Value");
  private static final SerializableString SYMBOL = new SerializedString("Symbol");
  private static final SerializableString CODE = new SerializedString("Code");
  private static final SerializableString STATUS_CODE = new SerializedString("StatusCode");
  private static final SerializableString SOURCE_TIMESTAMP =
      new SerializedString("SourceTimestamp");
  private static final SerializableString SERVER_TIMESTAMP =
      new SerializedString("ServerTimestamp");
  private static final UUID NULL_GUID = new UUID(0, 0);

  private final JsonGenerator out;
  private final ValueFormat format;
  private final EncodingContext context;
  private final NumberText numbers = new NumberText();
  private final TimestampText times = new TimestampText();
  private final TimestampText sourceTimes = new TimestampText();
  private final TimestampText serverTimes = new TimestampText();
  private final IdentifierWriter identifiers;

  /**
   * @param out where the values go; it must be able to take raw UTF-8
   * @param context the server's namespaces, and the codecs that know its structures
   */
  public ValueWriter(JsonGenerator out, ValueFormat format, EncodingContext context) {
    this.out = out;
    this.format = format;
    this.context = context;
    this.identifiers = new IdentifierWriter(out, format, context);
  }

  /** Writes a variant; when the format is reversible, as an object of its type and body. */
  public void variant(Variant variant) throws IOException {
    Object value = variant.getValue();
    if (!format.reversible()) {
      value(value);
      return;
    }
    out.writeStartObject();
    out.writeFieldName(TYPE);
    OpcUaDataType type = TypedNull.typeOf(body(value)).orElse(null);
    if (format.strict()) {
      out.writeNumber(type == null ? 0 : type.getTypeId());
    } else {
      out.writeString(type == null ? "Null" : type.name());
    }
    out.writeFieldName(BODY);
    value(body(value));
    out.writeEndObject();
  }

  /**
   * Writes what a variant holds without its type, as the answers of operations have it beside the
   * name of its type. When the format is reversible, {@link ValueReader} reads it back by that
   * name.
   *
   * @return the built-in type of what was written; empty for no value
   */
  public Optional<OpcUaDataType> body(Variant variant) throws IOException {
    Object body = body(variant.getValue());
    value(body);
    return TypedNull.typeOf(body);
  }

  /** Writes the value of a variant: a scalar, an array or a matrix of a built-in type. */
  public void value(@Nullable Object value) throws IOException {
    if (value == null || value instanceof TypedNull) {
      out.writeNull();
    } else if (value.getClass().isArray()) {
      array(value, 0, Array.getLength(value));
    } else if (value instanceof Matrix matrix) {
      matrix(matrix);
    } else {
      scalar(value);
    }
  }

  /**
   * Writes the members of a field that is a DataValue: {@code Value} always, {@code StatusCode}
   * when not Good, timestamps when there are.
   *
   * @param serverTimestamp whether the server's timestamp is one of them
   */
  public void field(DataValue value, boolean serverTimestamp) throws IOException {
    out.writeStartObject();
    out.writeFieldName(VALUE);
    variant(value.getValue());
    quality(value, serverTimestamp, false);
    out.writeEndObject();
  }

  /**
   * Writes a DataValue: its bare value when it is Good and has no timestamps, else an object of
   * what it has.
   *
   * @param serverTimestamp whether the server's timestamp counts
   * @param picoseconds whether what is below 100 ns counts
   */
  public void dataValue(DataValue value, boolean serverTimestamp, boolean picoseconds)
      throws IOException {
    boolean bare =
        value.getStatusCode().getValue() == 0
            && TimestampText.isNull(value.getSourceTime())
            && !(serverTimestamp && !TimestampText.isNull(value.getServerTime()));
    if (bare) {
      variant(value.getValue());
      return;
    }
    out.writeStartObject();
    if (!TypedNull.isNull(value.getValue().value(), format)) {
      out.writeFieldName(VALUE);
      variant(value.getValue());
    }
    quality(value, serverTimestamp, picoseconds);
    out.writeEndObject();
  }

  /** Writes a status code: {@code null} for Good, else symbol and code. */
  public void statusCode(StatusCode status) throws IOException {
    long code = status.getValue();
    if (code == 0) {
      out.writeNull();
      return;
    }
    SerializableString symbol = StatusSymbols.serialized(code);
    boolean named = !format.reversible() || !format.strict() && !symbol.getValue().isEmpty();
    if (!named) {
      out.writeNumber(code);
      return;
    }
    out.writeStartObject();
    out.writeFieldName(SYMBOL);
    out.writeString(symbol);
    out.writeFieldName(CODE);
    out.writeNumber(code);
    out.writeEndObject();
  }

  private void quality(DataValue value, boolean serverTimestamp, boolean picoseconds)
      throws IOException {
    if (value.getStatusCode().getValue() != 0) {
      out.writeFieldName(STATUS_CODE);
      statusCode(value.getStatusCode());
    }
    if (!TimestampText.isNull(value.getSourceTime())) {
      out.writeFieldName(SOURCE_TIMESTAMP);
      sourceTimes.write(out, value.getSourceTime());
      picoseconds("SourcePicoseconds", picoseconds ? value.getSourcePicoseconds() : null);
    }
    if (serverTimestamp && !TimestampText.isNull(value.getServerTime())) {
      out.writeFieldName(SERVER_TIMESTAMP);
      serverTimes.write(out, value.getServerTime());
      picoseconds("ServerPicoseconds", picoseconds ? value.getServerPicoseconds() : null);
    }
  }

  private void picoseconds(String name, @Nullable UShort picoseconds) throws IOException {
    if (picoseconds != null && picoseconds.intValue() != 0) {
      out.writeNumberField(name, picoseconds.intValue());
    }
  }

  private void matrix(Matrix matrix) throws IOException {
    if (matrix.isNull()) {
      out.writeNull();
    } else {
      slice(matrix.getElements(), matrix.getDimensions(), 0, 0);
    }
  }

  /** Writes one dimension and those below it; answers the place of the next element. */
  private int slice(Object elements, int[] dimensions, int dimension, int from) throws IOException {
    int length = dimensions[dimension];
    if (dimension == dimensions.length - 1) {
      array(elements, from, length);
      return from + length;
    }
    int next = from;
    out.writeStartArray();
    for (int i = 0; i < length; i++) {
      next = slice(elements, dimensions, dimension + 1, next);
    }
    out.writeEndArray();
    return next;
  }

  private void array(Object elements, int from, int length) throws IOException {
    out.writeStartArray();
    if (elements instanceof Object[] objects) {
      for (int i = from; i < from + length; i++) {
        scalar(objects[i]);
      }
    } else {
      for (int i = from; i < from + length; i++) {
        scalar(Array.get(elements, i));
      }
    }
    out.writeEndArray();
  }

  /** Writes one value of a built-in type; the usual types come first. */
  private void scalar(Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Double number) {
      numbers.write(out, number.doubleValue());
    } else if (value instanceof Integer number) {
      out.writeNumber(number.intValue());
    } else if (value instanceof UInteger number) {
      out.writeNumber(number.longValue());
    } else if (value instanceof Float number) {
      numbers.write(out, number.floatValue());
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Short
        || value instanceof Byte
        || value instanceof UShort
        || value instanceof UByte) {
      out.writeNumber(((Number) value).intValue());
    } else if (value instanceof Long number) {
      int64(number);
    } else if (value instanceof ULong number) {
      uint64(number);
    } else if (value instanceof DateTime time) {
      dateTime(time);
    } else {
      rare(value);
    }
  }

  private void rare(Object value) throws IOException {
    if (value instanceof LocalizedText text) {
      localizedText(text);
    } else if (value instanceof ByteString bytes) {
      byteString(bytes);
    } else if (value instanceof UUID guid) {
      guid(guid);
    } else if (value instanceof NodeId id) {
      identifiers.nodeId(id);
    } else if (value instanceof ExpandedNodeId id) {
      identifiers.nodeId(id);
    } else if (value instanceof QualifiedName name) {
      identifiers.qualifiedName(name);
    } else if (value instanceof StatusCode status) {
      statusCode(status);
    } else if (value instanceof XmlElement xml) {
      xmlElement(xml);
    } else if (value instanceof UaEnumeratedType enumerated) {
      enumeration(enumerated);
    } else if (value instanceof OptionSetUInteger<?> options) {
      scalar(options.getValue());
    } else if (value instanceof Variant variant) {
      variant(variant);
    } else if (value instanceof DataValue dataValue) {
      dataValue(dataValue, true, true);
    } else if (value instanceof DiagnosticInfo info) {
      new DiagnosticInfoWriter(out, this).write(info);
    } else if (value instanceof ExtensionObject || value instanceof UaStructuredType) {
      new ExtensionObjectWriter(out, format, this, identifiers, context).write(value);
    } else {
      throw new IllegalArgumentException(
          "a value of " + value.getClass().getName() + " is none of OPC UA");
    }
  }

  /**
   * Writes the name, too, for readers that cannot know the type (Part 6, 5.4.4), as OPC Publisher
   * does it.
   */
  private void enumeration(UaEnumeratedType value) throws IOException {
    if (format.reversible()) {
      out.writeNumber(value.getValue());
    } else {
      String name = value.getName();
      String number = Integer.toString(value.getValue());
      out.writeString(name == null || name.isEmpty() ? number : name + "_" + number);
    }
  }

  private void int64(long value) throws IOException {
    if (format.strict()) {
      numbers.writeQuoted(out, value);
    } else {
      out.writeNumber(value);
    }
  }

  private void uint64(ULong value) throws IOException {
    if (value.longValue() >= 0) {
      int64(value.longValue());
    } else if (format.strict()) {
      out.writeString(Long.toUnsignedString(value.longValue()));
    } else {
      out.writeNumber(value.toBigInteger());
    }
  }

  private void dateTime(DateTime time) throws IOException {
    if (TimestampText.isNull(time)) {
      out.writeNull();
    } else {
      times.write(out, time);
    }
  }

  private void localizedText(LocalizedText text) throws IOException {
    if (text.getText() == null || text.getText().isEmpty()) {
      out.writeNull();
    } else if (format.reversible()) {
      out.writeStartObject();
      out.writeStringField("Text", text.getText());
      if (text.getLocale() != null && !text.getLocale().isEmpty()) {
        out.writeStringField("Locale", text.getLocale());
      }
      out.writeEndObject();
    } else {
      out.writeString(text.getText());
    }
  }

  private void byteString(ByteString bytes) throws IOException {
    if (bytes.isNullOrEmpty()) {
      out.writeNull();
    } else {
      out.writeBinary(bytes.bytes());
    }
  }

  private void xmlElement(XmlElement xml) throws IOException {
    if (xml.isNull()) {
      out.writeNull();
    } else {
      out.writeBinary(xml.getFragmentOrEmpty().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void guid(UUID guid) throws IOException {
    if (guid.equals(NULL_GUID)) {
      out.writeNull();
    } else {
      out.writeString(guid.toString());
    }
  }

  private @Nullable Object body(@Nullable Object value) {
    return value instanceof Variant[] variants && !format.strict()
        ? UniformVariants.narrowed(variants)
        : value;
  }
}
