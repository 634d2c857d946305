package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.bactrian.opcua.json.AnyValues.Typed;
import org.bactrian.opcua.json.Values.Body;
import org.bactrian.opcua.node.NamespaceFormat;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;

/** Values that are written are read back, value by value of every built-in type. */
class ValueReaderPropertiesTest {

  private static final int TRIES = 60;

  private final ValueReader reader = new ValueReader(Values.CONTEXT);

  @Provide
  Arbitrary<List<Typed>> scalars() {
    return AnyValues.scalars();
  }

  @Provide
  Arbitrary<List<Typed>> arrays() {
    return AnyValues.arrays();
  }

  @Provide
  Arbitrary<List<Typed>> matrices() {
    return AnyValues.matrices();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aScalarThatSaysItsTypeIsReadBack(
      @ForAll("scalars") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertReversible(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void anArrayThatSaysItsTypeIsReadBack(
      @ForAll("arrays") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertReversible(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aMatrixThatSaysItsTypeIsReadBack(
      @ForAll("matrices") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertReversible(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aPlainScalarIsReadBackByItsNodesType(
      @ForAll("scalars") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertPlain(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aPlainArrayIsReadBackByItsNodesType(
      @ForAll("arrays") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertPlain(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aPlainMatrixIsReadBackByItsNodesType(
      @ForAll("matrices") List<Typed> values,
      @ForAll boolean strict,
      @ForAll NamespaceFormat namespaces) {
    assertPlain(values, strict, namespaces);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whatAnAnswerHasForValueAndDataTypeMayBeWritten(
      @ForAll("scalars") List<Typed> scalars,
      @ForAll("arrays") List<Typed> arrays,
      @ForAll NamespaceFormat namespaces) {
    ValueFormat format = new ValueFormat(false, true, namespaces);
    for (Typed value : scalars) {
      assertBody(value, format, ExpectedType.SCALAR);
    }
    for (Typed value : arrays) {
      assertBody(value, format, 1);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aPlainStructureIsReadBackByItsNodesType(
      @ForAll("ranges") List<Range> ranges, @ForAll boolean strict) {
    ExtensionObject[] objects =
        ranges.stream()
            .map(range -> ExtensionObject.encode(Values.CONTEXT, range))
            .toArray(ExtensionObject[]::new);
    String json = Values.json(new ValueFormat(strict, false, NamespaceFormat.URI), objects);

    assertThat(reader.read(Values.tree(json), new ExpectedType(NodeIds.Range, 1)))
        .as(json)
        .isEqualTo(new Variant(objects));
  }

  @Provide
  Arbitrary<List<Range>> ranges() {
    Arbitrary<Double> doubles = AnyValues.scalar(OpcUaDataType.Double).map(Double.class::cast);
    return Combinators.combine(doubles, doubles).as(Range::new).list().ofMaxSize(4);
  }

  private void assertReversible(List<Typed> values, boolean strict, NamespaceFormat namespaces) {
    for (Typed value : values) {
      String json = Values.json(new ValueFormat(strict, true, namespaces), value.value());
      Object expected = expected(value.value(), ValueReaderPropertiesTest::known);
      boolean narrowed = !strict && expected instanceof Variant[];

      assertThat(read(json, ExpectedType.UNKNOWN))
          .as(json)
          .isEqualTo(
              new Variant(narrowed ? UniformVariants.narrowed((Variant[]) expected) : expected));
    }
  }

  private void assertPlain(List<Typed> values, boolean strict, NamespaceFormat namespaces) {
    for (Typed value : values) {
      // What these contain does not say its type in plain JSON.
      if (value.type() == OpcUaDataType.Variant
          || value.type() == OpcUaDataType.DataValue
          || value.type() == OpcUaDataType.ExtensionObject) {
        continue;
      }
      String json = Values.json(new ValueFormat(strict, false, namespaces), value.value());
      int rank =
          value.value() instanceof Matrix matrix
              ? matrix.getValueRank()
              : value.value().getClass().isArray() ? 1 : ExpectedType.SCALAR;

      assertThat(read(json, ExpectedType.of(value.type(), rank)))
          .as(json + " of " + value.type())
          .isEqualTo(new Variant(expected(value.value(), ValueReaderPropertiesTest::knownPlain)));
    }
  }

  private void assertBody(Typed value, ValueFormat format, int rank) {
    Body body = Values.body(format, value.value());
    Object expected = expected(value.value(), ValueReaderPropertiesTest::known);
    boolean narrowed = expected instanceof Variant[];

    assertThat(read(body.json(), ExpectedType.of(body.type(), rank)))
        .as(body.toString())
        .isEqualTo(
            new Variant(narrowed ? UniformVariants.narrowed((Variant[]) expected) : expected));
  }

  private Variant read(String json, ExpectedType type) {
    Object value = reader.read(Values.tree(json), type).getValue();
    return value == null
        ? Variant.NULL_VALUE
        : new Variant(expected(value, ValueReaderPropertiesTest::known));
  }

  private static Object expected(Object value, UnaryOperator<Object> element) {
    if (value instanceof Matrix matrix) {
      return new Matrix(
          expected(matrix.getElements(), element),
          matrix.getDimensions(),
          matrix.getDataType().orElseThrow());
    }
    if (value.getClass().isArray()) {
      Object array = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
      for (int i = 0; i < Array.getLength(value); i++) {
        Array.set(array, i, element.apply(Array.get(value, i)));
      }
      return array;
    }
    return value.equals(ExtensionObjectReader.NOTHING) ? null : element.apply(value);
  }

  /** A namespace of the server by its index, since an id may name it either way. */
  private static Object known(Object value) {
    if (value instanceof ExpandedNodeId id) {
      NamespaceTable table = Values.CONTEXT.getNamespaceTable();
      UShort index = id.getNamespaceIndex(table);
      return index == null
          ? id
          : new ExpandedNodeId(
              ServerReference.of(id.getServerIndex()),
              NamespaceReference.of(index),
              id.getIdentifier());
    }
    return value;
  }

  /** Plain text has no locale. */
  private static Object knownPlain(Object value) {
    return value instanceof LocalizedText text && text.isNotNull()
        ? new LocalizedText(null, text.getText())
        : known(value);
  }
}
