package org.bactrian.simulator.plant;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.space.MethodSpec;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.bactrian.simulator.type.Job;
import org.bactrian.simulator.type.MachineState;
import org.bactrian.simulator.type.PlantTypes;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * One writable variable of each built-in type (OPC UA Part 6, 5.1.2), one array and one matrix of
 * each, with values at the edges of their ranges, structures, an enumeration and a large value:
 * what an encoder must get right. They change only when a client writes them.
 */
final class BuiltInTypeSamples {

  private static final int LARGE = 5_000_000;

  /** Shared by all simulators of a process, of which there may be many. */
  private static final ByteString LARGE_VALUE = ByteString.of(largeBytes());

  private static final Duration WRITES_ONLY = Duration.ofMillis(1);
  private static final Instant SOME_TIME = Instant.parse("2026-02-28T23:59:59.9999999Z");
  private static final UUID SOME_GUID = UUID.fromString("72962b91-fa75-4ae6-8d28-b404dc7daf63");

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("Boolean", NodeIds.Boolean, true),
          new Sample("SByte", NodeIds.SByte, Byte.MIN_VALUE),
          new Sample("Byte", NodeIds.Byte, ubyte(255)),
          new Sample("Int16", NodeIds.Int16, Short.MIN_VALUE),
          new Sample("UInt16", NodeIds.UInt16, ushort(65_535)),
          new Sample("Int32", NodeIds.Int32, Integer.MIN_VALUE),
          new Sample("UInt32", NodeIds.UInt32, uint(4_294_967_295L)),
          new Sample("Int64", NodeIds.Int64, Long.MIN_VALUE),
          new Sample("UInt64", NodeIds.UInt64, ulong("18446744073709551615")),
          new Sample("Float", NodeIds.Float, 3.4028235e38f),
          new Sample("Double", NodeIds.Double, Double.MIN_VALUE),
          new Sample("NotANumber", NodeIds.Double, Double.NaN),
          new Sample("String", NodeIds.String, "Grüße, 世界 \"quoted\" \\ \u0001 🐫"),
          new Sample("DateTime", NodeIds.DateTime, new DateTime(SOME_TIME)),
          new Sample("Guid", NodeIds.Guid, SOME_GUID),
          new Sample(
              "ByteString", NodeIds.ByteString, ByteString.of(new byte[] {0, 1, -128, 127, -1})),
          new Sample("XmlElement", NodeIds.XmlElement, XmlElement.of("<a b=\"c\">d</a>")),
          new Sample("NodeId", NodeIds.NodeId, new NodeId(2, "Line1/Filler")),
          new Sample(
              "ExpandedNodeId",
              NodeIds.ExpandedNodeId,
              ExpandedNodeId.of(Plant.NAMESPACE, "Line1/Filler")),
          new Sample(
              "StatusCode", NodeIds.StatusCode, new StatusCode(StatusCodes.Uncertain_InitialValue)),
          new Sample("QualifiedName", NodeIds.QualifiedName, new QualifiedName(2, "Filler")),
          new Sample(
              "LocalizedText", NodeIds.LocalizedText, new LocalizedText("de", "Abfüllmaschine")));

  private BuiltInTypeSamples() {}

  static void addTo(NodeBuilder nodes, NodeId plant, PlantTypes types) {
    NodeId folder = nodes.id("Samples");
    nodes.folder(plant, folder, "Samples");
    for (Sample sample : SAMPLES) {
      add(nodes, folder, sample.scalar(nodes), sample.value());
      add(nodes, folder, sample.array(nodes), twice(sample.value()));
      add(nodes, folder, sample.matrix(nodes), matrix(sample.value()));
    }
    Job job = new Job("ORDER-1", 1, 25, 7, new DateTime(SOME_TIME), MachineState.RUNNING);
    add(nodes, folder, scalar(nodes, "Job", types.job()), types.encode(job));
    add(
        nodes,
        folder,
        scalar(nodes, "JobArray", types.job()).withValueRank(1),
        new ExtensionObject[] {types.encode(job), types.encode(job)});
    add(nodes, folder, scalar(nodes, "MachineState", types.machineState()), 1);
    add(nodes, folder, scalar(nodes, "Large", NodeIds.ByteString), LARGE_VALUE);
    nodes.method(folder, echo(types), inputs -> inputs);
    add(nodes, folder, scalar(nodes, "EmptyArray", NodeIds.Int32).withValueRank(1), new Integer[0]);
  }

  private static VariableSpec scalar(NodeBuilder nodes, String name, NodeId dataType) {
    return VariableSpec.scalar(
            nodes.id("Samples/" + name), name, dataType, "Keeps what is written.")
        .withWritable(true);
  }

  private static MethodSpec echo(PlantTypes types) {
    List<Argument> arguments =
        List.of(
            MethodSpec.argument("Limits", NodeIds.Range, "a structure"),
            MethodSpec.argument("State", types.machineState(), "an enumeration"),
            argument("Numbers", NodeIds.Double, 1, "an array"),
            argument("Grid", NodeIds.Int32, 2, "a matrix"));
    return new MethodSpec("Echo", "Returns what it is given.", arguments, arguments);
  }

  private static Argument argument(String name, NodeId type, int dimensions, String description) {
    UInteger[] anyLength = new UInteger[dimensions];
    Arrays.fill(anyLength, uint(0));
    return new Argument(name, type, dimensions, anyLength, LocalizedText.english(description));
  }

  /** Noise, always the same: what cannot be compressed is as large on its way as it is here. */
  private static byte[] largeBytes() {
    byte[] bytes = new byte[LARGE];
    new Random(LARGE).nextBytes(bytes);
    return bytes;
  }

  private static void add(NodeBuilder nodes, NodeId folder, VariableSpec spec, Object value) {
    nodes.variable(
        folder, spec, WRITES_ONLY, Instrument.dataValue(SignalSample.good(value), DateTime.now()));
  }

  private static Object twice(Object value) {
    Object array = Array.newInstance(value.getClass(), 2);
    Array.set(array, 0, value);
    Array.set(array, 1, value);
    return array;
  }

  private static Matrix matrix(Object value) {
    Object array = Array.newInstance(value.getClass(), 2, 2);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        Array.set(Array.get(array, i), j, value);
      }
    }
    return new Matrix(array);
  }

  private record Sample(String name, NodeId dataType, Object value) {

    VariableSpec scalar(NodeBuilder nodes) {
      return BuiltInTypeSamples.scalar(nodes, name, dataType);
    }

    VariableSpec array(NodeBuilder nodes) {
      return BuiltInTypeSamples.scalar(nodes, name + "Array", dataType).withValueRank(1);
    }

    VariableSpec matrix(NodeBuilder nodes) {
      return BuiltInTypeSamples.scalar(nodes, name + "Matrix", dataType).withValueRank(2);
    }
  }
}
