package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.HexFormat;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.EventNotificationList;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of a notification as they come from a server. */
class DataChangesTest {

  private static final EncodingContext CONTEXT = DefaultEncodingContext.INSTANCE;

  /** A DataChangeNotification of these bytes. */
  static ExtensionObject notification(String hex) {
    return ExtensionObject.of(
        ByteString.of(HexFormat.of().parseHex(hex.replace(" ", ""))),
        NodeIds.DataChangeNotification_Encoding_DefaultBinary);
  }

  @Test
  void valuesAreThoseThatMiloHasEncoded() {
    DateTime source = new DateTime(133_000_000_000_000_001L);
    DateTime server = new DateTime(133_000_000_000_000_002L);
    DataValue[] values = {
      new DataValue(new Variant(uint(7)), StatusCode.GOOD, source, server),
      new DataValue(new Variant("text"), StatusCode.BAD, source, source),
      new DataValue(Variant.NULL_VALUE, StatusCode.UNCERTAIN, server, server),
      new DataValue(new Variant(new Double[] {1.5, 2.5}), StatusCode.GOOD, server, source)
    };
    MonitoredItemNotification[] items = new MonitoredItemNotification[values.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = new MonitoredItemNotification(uint(40 + i), values[i]);
    }

    DataChanges changes =
        DataChanges.decode(
            ExtensionObject.encode(CONTEXT, new DataChangeNotification(items, null)), CONTEXT);

    assertThat(changes.handles()).containsExactly(40, 41, 42, 43);
    assertThat(changes.values())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(values);
  }

  @Test
  void otherNotificationsAreNone() {
    EventNotificationList events = new EventNotificationList(null);

    assertThat(DataChanges.decode(ExtensionObject.encode(CONTEXT, events), CONTEXT)).isNull();
  }

  @Test
  void noValuesAreNone() {
    assertThat(DataChanges.decode(notification("FFFFFFFF FFFFFFFF"), CONTEXT).handles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0100",
        "FFFFFF7F 05000000 01 06 07000000",
        "02000000 05000000 01 06 07000000",
        "01000000 05000000 01 06 0700"
      })
  void bytesThatEndTooEarlyAreAnError(String hex) {
    assertThatThrownBy(() -> DataChanges.decode(notification(hex), CONTEXT))
        .isInstanceOf(UaSerializationException.class);
  }
}
