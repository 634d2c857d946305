package org.bactrian.launcher.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** Attributes as messages of OTLP. */
final class OtlpAttributes {

  private OtlpAttributes() {}

  static KeyValue of(String name, String value) {
    return KeyValue.newBuilder().setKey(name).setValue(value(value)).build();
  }

  static List<KeyValue> of(Attributes attributes) {
    List<KeyValue> values = new ArrayList<>(attributes.size());
    attributes.forEach(
        (AttributeKey<?> key, Object value) ->
            values.add(KeyValue.newBuilder().setKey(key.getKey()).setValue(value(value)).build()));
    return values;
  }

  private static AnyValue value(Object value) {
    AnyValue.Builder any = AnyValue.newBuilder();
    if (value instanceof Boolean flag) {
      any.setBoolValue(flag);
    } else if (value instanceof Long number) {
      any.setIntValue(number);
    } else if (value instanceof Double number) {
      any.setDoubleValue(number);
    } else if (value instanceof List<?> several) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      several.forEach(one -> array.addValues(value(one)));
      any.setArrayValue(array);
    } else {
      any.setStringValue(value.toString());
    }
    return any.build();
  }
}
