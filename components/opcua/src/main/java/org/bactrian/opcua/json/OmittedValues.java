package org.bactrian.opcua.json;

import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/** Values that stand for nothing where they have a name, so that the name may go with them. */
final class OmittedValues {

  private OmittedValues() {}

  /** Returns whether a field of that value is left out. */
  static boolean contains(@Nullable Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return true;
    }
    if (value instanceof Number number) {
      return number.doubleValue() == 0;
    }
    if (value instanceof StatusCode status) {
      return status.getValue() == 0;
    }
    if (value instanceof DateTime time) {
      return TimestampText.isNull(time);
    }
    if (value instanceof ByteString bytes) {
      return bytes.isNullOrEmpty();
    }
    if (value instanceof LocalizedText text) {
      return text.getText() == null || text.getText().isEmpty();
    }
    if (value instanceof UUID guid) {
      return guid.getMostSignificantBits() == 0 && guid.getLeastSignificantBits() == 0;
    }
    return isNullId(value);
  }

  private static boolean isNullId(Object value) {
    if (value instanceof NodeId id) {
      return id.isNull();
    }
    if (value instanceof ExpandedNodeId id) {
      return id.isNull();
    }
    return value instanceof QualifiedName name && name.isNull();
  }
}
