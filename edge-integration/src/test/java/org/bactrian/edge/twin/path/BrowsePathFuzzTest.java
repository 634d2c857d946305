package org.bactrian.edge.twin.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.patience.FuzzInputs;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.junit.jupiter.params.provider.MethodSource;

/** Browse paths of requests. */
class BrowsePathFuzzTest {

  private static final NamespaceTable NAMESPACES = new NamespaceTable();

  static {
    NAMESPACES.add("urn:server");
    NAMESPACES.add("http://plant/");
  }

  private final BrowsePathText paths = new BrowsePathText(NAMESPACES);

  static Stream<byte[]> paths() {
    return FuzzInputs.utf8(
        "/Objects/2:Line1.Speed",
        "<HasComponent>1:a<!HasChild>b<#nsu=http://plant/;i=3>c",
        "nsu=http://plant/;Line#1&/a",
        "&&/.&#",
        "/&<a&>",
        "//",
        "");
  }

  @MethodSource("paths")
  @FuzzTest
  void aPathIsWrittenSoThatItIsReadAlike(byte[] input) {
    RelativePath path;
    try {
      path = paths.parse(FuzzInputs.text(input), JsonPointer.empty());
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    for (NamespaceFormat format : NamespaceFormat.values()) {
      List<String> steps = paths.format(path, format);
      assertThat(paths.parse(steps, JsonPointer.empty())).as("%s", steps).isEqualTo(path);
    }
  }
}
