package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.bactrian.opcua.json.TypedNull;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications of values that hold nothing, as servers send them (Part 6, 5.2.2.16). */
class TypedNullDecoderTest {

  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("00", null),
        Arguments.of("0C FFFFFFFF", new TypedNull(OpcUaDataType.String)),
        Arguments.of("86 FFFFFFFF", new TypedNull(OpcUaDataType.Int32)),
        Arguments.of("06 07000000", 7),
        Arguments.of("0C 01000000 61", "a"),
        Arguments.of("98 01000000 0C FFFFFFFF", new Variant[] {new Variant(null)}));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aNullHasTheTypeThatItWasSentWith(String variant, Object value) {
    String notification = "01000000" + "05000000" + "01" + variant + "FFFFFFFF";

    DataChanges changes =
        DataChanges.decode(
            DataChangesTest.notification(notification), DefaultEncodingContext.INSTANCE);

    assertThat(changes.values()[0].value().value()).isEqualTo(value);
  }
}
