package org.bactrian.opcua.json;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.bactrian.opcua.node.AnyTexts;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;

/**
 * Any value of each built-in type, with the special ones much more often than by chance.
 *
 * <p>What OPC UA or JSON has but one form for comes in that form only: nothing is null (not an
 * empty ByteString or text), zero is not negative, a locale is not empty.
 */
final class AnyValues {

  /** The last tick that is not written as the last second of 9999. */
  private static final long LAST_TICK = 2_650_467_743_989_999_999L;

  private AnyValues() {}

  /** A value of a built-in type. */
  record Typed(OpcUaDataType type, Object value) {

    @Override
    public String toString() {
      return type + " " + Values.json(ValueFormat.STRICT, value);
    }
  }

  /** One scalar of each type that a variant holds as a scalar. */
  static Arbitrary<List<Typed>> scalars() {
    return ofEach(
        List.of(OpcUaDataType.values()).stream()
            .filter(type -> type != OpcUaDataType.Variant)
            .map(type -> scalar(type).map(value -> new Typed(type, value)))
            .toList());
  }

  /** One array of each type. */
  static Arbitrary<List<Typed>> arrays() {
    return ofEach(
        List.of(OpcUaDataType.values()).stream()
            .map(
                type ->
                    scalar(type)
                        .list()
                        .ofMaxSize(4)
                        .map(list -> new Typed(type, array(type, list))))
            .toList());
  }

  /** One matrix of each type. */
  static Arbitrary<List<Typed>> matrices() {
    Arbitrary<int[]> dimensions =
        Arbitraries.integers().between(1, 3).array(int[].class).ofMinSize(2).ofMaxSize(3);
    return ofEach(
        List.of(OpcUaDataType.values()).stream()
            .map(
                type ->
                    dimensions.flatMap(
                        lengths ->
                            scalar(type)
                                .list()
                                .ofSize(Arrays.stream(lengths).reduce(1, (a, b) -> a * b))
                                .map(
                                    list ->
                                        new Typed(
                                            type, new Matrix(array(type, list), lengths, type)))))
            .toList());
  }

  static Arbitrary<Object> scalar(OpcUaDataType type) {
    Arbitrary<?> values =
        switch (type) {
          case Boolean -> Arbitraries.of(true, false);
          case SByte -> Arbitraries.bytes();
          case Byte -> Arbitraries.integers().between(0, 0xFF).map(i -> ubyte(i));
          case Int16 -> Arbitraries.shorts();
          case UInt16 -> Arbitraries.integers().between(0, 0xFFFF).map(i -> ushort(i));
          case Int32 -> Arbitraries.integers();
          case UInt32 -> uint32();
          case Int64 -> special(Arbitraries.longs(), Long.MIN_VALUE, Long.MAX_VALUE, 0L);
          case UInt64 ->
              special(Arbitraries.longs(), -1L, 0L, Long.MIN_VALUE).map(bits -> ulong(bits));
          case Float -> floats();
          case Double -> doubles();
          case String -> special(AnyTexts.text(), "", "[1]", "null", "1, 2", "{\"Type\":1}", "NaN");
          case DateTime -> dateTime();
          case Guid -> guid();
          case ByteString -> byteString();
          case XmlElement -> special(xml(), "", "<a b=\"c\">\u00e4</a>").map(XmlElement::of);
          case NodeId -> nodeId();
          case ExpandedNodeId -> expandedNodeId();
          case StatusCode ->
              special(uint32(), uint(0), uint(0x80310000L), uint(0x80310480L)).map(StatusCode::new);
          case QualifiedName -> qualifiedName();
          case LocalizedText -> localizedText();
          case ExtensionObject -> extensionObject();
          case DataValue -> dataValue();
          case Variant -> variant();
          case DiagnosticInfo -> diagnosticInfo(2);
        };
    return values.map(value -> (Object) value);
  }

  static Arbitrary<NodeId> nodeId() {
    return Combinators.combine(Arbitraries.of(0, 1, 2, 9), AnyTexts.identifier())
        .as(
            (namespace, identifier) ->
                new ExpandedNodeId(
                        ServerReference.of(0), NamespaceReference.of(namespace), identifier)
                    .toNodeId(Values.CONTEXT.getNamespaceTable())
                    .orElseThrow())
        .map(id -> id.isNull() ? NodeId.NULL_VALUE : id);
  }

  static Arbitrary<QualifiedName> qualifiedName() {
    return special(
        Combinators.combine(Arbitraries.of(0, 1, 2, 9), AnyTexts.text()).as(QualifiedName::new),
        QualifiedName.NULL_VALUE);
  }

  private static Arbitrary<ExpandedNodeId> expandedNodeId() {
    Arbitrary<NamespaceReference> namespaces =
        Arbitraries.of(
            NamespaceReference.of(0),
            NamespaceReference.of(9),
            NamespaceReference.of("urn:server"),
            NamespaceReference.of("http://plant/"),
            NamespaceReference.of("http://elsewhere/?a=1;b=2"));
    return Combinators.combine(
            Arbitraries.of(0L, 0L, 1L, 4_294_967_295L), namespaces, AnyTexts.identifier())
        .as(
            (server, namespace, id) ->
                new ExpandedNodeId(ServerReference.of(server), namespace, id))
        .map(id -> id.isNull() ? ExpandedNodeId.NULL_VALUE : id);
  }

  private static Arbitrary<UInteger> uint32() {
    return Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(value -> uint(value));
  }

  private static Arbitrary<Float> floats() {
    return special(
            Arbitraries.integers().map(Float::intBitsToFloat),
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            Float.MIN_VALUE,
            0f)
        .map(value -> value == 0 ? 0f : value);
  }

  private static Arbitrary<Double> doubles() {
    // JSON has no negative zero: parsers read -0 as 0.
    return special(
            Arbitraries.longs().map(Double::longBitsToDouble),
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            0.0)
        .map(value -> value == 0 ? 0.0 : value.isNaN() ? Double.NaN : value);
  }

  private static Arbitrary<DateTime> dateTime() {
    return special(Arbitraries.longs().between(1, LAST_TICK), 0L, 1L, LAST_TICK, Long.MAX_VALUE)
        .map(DateTime::new);
  }

  private static Arbitrary<UUID> guid() {
    return special(
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new),
        new UUID(0, 0),
        new UUID(-1, -1));
  }

  private static Arbitrary<ByteString> byteString() {
    return special(
        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40).map(ByteString::of),
        ByteString.NULL_VALUE);
  }

  private static Arbitrary<LocalizedText> localizedText() {
    return special(
        Combinators.combine(
                Arbitraries.of("en-US", "de", "x y").injectNull(0.3),
                AnyTexts.text().map(AnyValues::withoutLocale))
            .as(LocalizedText::new),
        LocalizedText.NULL_VALUE);
  }

  /** A text that does not end with a locale, which plain JSON has that way. */
  private static String withoutLocale(String text) {
    return text.lastIndexOf('@') < 0 ? text : text + "!";
  }

  private static Arbitrary<String> xml() {
    return AnyTexts.text().map(text -> "<a>" + text + "</a>");
  }

  private static Arbitrary<ExtensionObject> extensionObject() {
    Arbitrary<ExtensionObject> known =
        Arbitraries.oneOf(
            Combinators.combine(doubles(), doubles())
                .as((low, high) -> ExtensionObject.encode(Values.CONTEXT, new Range(low, high))),
            Combinators.combine(AnyTexts.text(), Arbitraries.integers(), localizedText())
                .as(
                    (uri, unit, name) ->
                        ExtensionObject.encode(
                            Values.CONTEXT, new EUInformation(uri, unit, name, name))));
    Arbitrary<ExtensionObject> unknown =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(20)
            .map(bytes -> ExtensionObject.of(ByteString.of(bytes), new NodeId(2, 7000)));
    Arbitrary<ExtensionObject> xml =
        xml().map(body -> ExtensionObject.of(XmlElement.of(body), new NodeId(2, 7001)));
    return Arbitraries.oneOf(known, unknown, xml, Arbitraries.just(ExtensionObjectReader.NOTHING));
  }

  private static Arbitrary<DataValue> dataValue() {
    Arbitrary<DateTime> times = dateTime().filter(DateTime::isNotNull).injectNull(0.4);
    Arbitrary<Integer> picoseconds = Arbitraries.integers().between(1, 9_999).injectNull(0.5);
    return Combinators.combine(
            variant(),
            scalar(OpcUaDataType.StatusCode).map(StatusCode.class::cast),
            times,
            picoseconds,
            times,
            picoseconds)
        .as(
            (value, status, source, sourcePicoseconds, server, serverPicoseconds) ->
                new DataValue(
                    value,
                    status,
                    source,
                    source == null || sourcePicoseconds == null ? null : ushort(sourcePicoseconds),
                    server,
                    server == null || serverPicoseconds == null
                        ? null
                        : ushort(serverPicoseconds)));
  }

  private static Arbitrary<Variant> variant() {
    Arbitrary<OpcUaDataType> types =
        Arbitraries.of(
            OpcUaDataType.Boolean,
            OpcUaDataType.UInt16,
            OpcUaDataType.Int64,
            OpcUaDataType.Double,
            OpcUaDataType.String,
            OpcUaDataType.Guid,
            OpcUaDataType.NodeId,
            OpcUaDataType.LocalizedText);
    Arbitrary<Object> values = types.flatMap(AnyValues::scalar);
    Arbitrary<Object> several =
        types.flatMap(type -> scalar(type).list().ofMaxSize(3).map(list -> array(type, list)));
    return Arbitraries.oneOf(values, values, several).injectNull(0.1).map(Variant::new);
  }

  private static Arbitrary<DiagnosticInfo> diagnosticInfo(int depth) {
    Arbitrary<Integer> index = Arbitraries.integers().between(-1, 9);
    Arbitrary<StatusCode> status =
        uint32().filter(code -> code.longValue() != 0).map(StatusCode::new).injectNull(0.5);
    Arbitrary<DiagnosticInfo> inner =
        depth == 0 ? Arbitraries.just(null) : diagnosticInfo(depth - 1).injectNull(0.6);
    return Combinators.combine(
            index, index, index, index, AnyTexts.text().injectNull(0.4), status, inner)
        .as(DiagnosticInfo::new);
  }

  @SafeVarargs
  private static <T> Arbitrary<T> special(Arbitrary<T> any, T... special) {
    List<T> values = new ArrayList<>();
    for (T value : special) {
      values.add(value);
    }
    return Arbitraries.oneOf(any, any, Arbitraries.of(values));
  }

  private static Object array(OpcUaDataType type, List<Object> values) {
    Object array = Array.newInstance(type.getBackingClass(), values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private static Arbitrary<List<Typed>> ofEach(List<Arbitrary<Typed>> each) {
    return Combinators.combine(each).as(list -> list);
  }
}
