package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.junit.jupiter.api.Test;

class NodePathResultTest {

  @Test
  void aNodeThatIsReachedByTwoReferencesIsOneTarget() {
    NodePathResult result =
        new NodePathResult(
            ServiceResult.GOOD, List.of(target("ns=2;i=1"), target("ns=2;i=1"), target("i=85")));

    assertThat(result.targets()).containsExactly(target("ns=2;i=1"), target("i=85"));
  }

  private static NodePathResult.Target target(String node) {
    return new NodePathResult.Target(ExpandedNodeId.parse(node), OptionalLong.empty());
  }
}
