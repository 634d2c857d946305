package org.bactrian.edge.gds.server;

import static org.bactrian.edge.gds.server.MethodParameter.one;
import static org.bactrian.edge.gds.server.ParameterType.BYTE;
import static org.bactrian.edge.gds.server.ParameterType.BYTE_STRING;
import static org.bactrian.edge.gds.server.ParameterType.INT32;
import static org.bactrian.edge.gds.server.ParameterType.UINT32;
import static org.bactrian.edge.gds.server.ParameterType.UINT64;

import java.util.List;

/** Methods of a trust list, which is a file (Part 20, 4.2, and Part 12, 7.8.2.1). */
enum FileMethod {
  OPEN("Open", 622, List.of(one("Mode", BYTE)), List.of(one("FileHandle", UINT32))),
  OPEN_WITH_MASKS(
      "OpenWithMasks", 638, List.of(one("Masks", UINT32)), List.of(one("FileHandle", UINT32))),
  READ(
      "Read",
      627,
      List.of(one("FileHandle", UINT32), one("Length", INT32)),
      List.of(one("Data", BYTE_STRING))),
  GET_POSITION(
      "GetPosition", 632, List.of(one("FileHandle", UINT32)), List.of(one("Position", UINT64))),
  SET_POSITION(
      "SetPosition", 635, List.of(one("FileHandle", UINT32), one("Position", UINT64)), List.of()),
  CLOSE("Close", 625, List.of(one("FileHandle", UINT32)), List.of());

  private final String browseName;
  private final int id;
  private final List<MethodParameter> inputs;
  private final List<MethodParameter> outputs;

  FileMethod(
      String browseName, int id, List<MethodParameter> inputs, List<MethodParameter> outputs) {
    this.browseName = browseName;
    this.id = id;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  String browseName() {
    return browseName;
  }

  /** Identifier of the method of the trust list of DefaultApplicationGroup. */
  int id() {
    return id;
  }

  List<MethodParameter> inputs() {
    return inputs;
  }

  List<MethodParameter> outputs() {
    return outputs;
  }
}
