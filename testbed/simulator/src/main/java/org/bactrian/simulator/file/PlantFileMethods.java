package org.bactrian.simulator.file;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import java.util.List;
import org.bactrian.simulator.space.MethodSpec;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** Methods of a file (Part 20, 4.2.2 to 4.2.7). */
final class PlantFileMethods {

  private PlantFileMethods() {}

  /** Adds the methods to the object of a file. */
  static void addTo(NodeBuilder nodes, NodeId id, PlantFile file) {
    Argument handle = MethodSpec.argument("FileHandle", NodeIds.UInt32, "handle of the open file");
    Argument data = MethodSpec.argument("Data", NodeIds.ByteString, "part of the file");
    Argument position = MethodSpec.argument("Position", NodeIds.UInt64, "place in the file");
    nodes.standardMethod(
        id,
        new MethodSpec(
            "Open",
            "Opens the file.",
            List.of(
                MethodSpec.argument("Mode", NodeIds.Byte, "1 read, 2 write, 4 erase, 8 append")),
            List.of(handle)),
        inputs -> List.of(file.open(((UByte) inputs.get(0)).intValue())));
    nodes.standardMethod(
        id,
        new MethodSpec("Close", "Closes the file.", List.of(handle), List.of()),
        inputs -> {
          file.close((UInteger) inputs.get(0));
          return List.of();
        });
    nodes.standardMethod(
        id,
        new MethodSpec(
            "Read",
            "Reads a part; an empty one is the end.",
            List.of(handle, MethodSpec.argument("Length", NodeIds.Int32, "bytes at most")),
            List.of(data)),
        inputs -> List.of(file.read((UInteger) inputs.get(0), (Integer) inputs.get(1))));
    nodes.standardMethod(
        id,
        new MethodSpec("Write", "Writes a part.", List.of(handle, data), List.of()),
        inputs -> {
          file.write((UInteger) inputs.get(0), ((ByteString) inputs.get(1)).bytesOrEmpty());
          return List.of();
        });
    nodes.standardMethod(
        id,
        new MethodSpec("GetPosition", "Tells the place.", List.of(handle), List.of(position)),
        inputs -> List.of(ulong(file.position((UInteger) inputs.get(0)))));
    nodes.standardMethod(
        id,
        new MethodSpec("SetPosition", "Moves on.", List.of(handle, position), List.of()),
        inputs -> {
          file.move((UInteger) inputs.get(0), ((ULong) inputs.get(1)).longValue());
          return List.of();
        });
  }
}
