package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;

/** TranslateBrowsePathsToNodeIds (Part 4, 5.9.4). */
final class BrowsePathService {

  /** Stands for a path that was followed to its end. */
  private static final long COMPLETE = 0xFFFF_FFFFL;

  private BrowsePathService() {}

  static CompletableFuture<List<NodePathResult>> translate(
      ServiceCalls calls, List<NodeId> starts, List<NodePath> paths) {
    List<BrowsePath> wanted = new ArrayList<>(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      wanted.add(new BrowsePath(starts.get(i), paths.get(i).path()));
    }
    return calls
        .translate(wanted)
        .thenApply(answers -> answers.stream().map(BrowsePathService::result).toList());
  }

  private static NodePathResult result(OperationResult<BrowsePathResult> answer) {
    List<NodePathResult.Target> targets = new ArrayList<>();
    BrowsePathTarget[] found = answer.value().getTargets();
    for (int i = 0; found != null && i < found.length; i++) {
      long remaining = found[i].getRemainingPathIndex().longValue();
      targets.add(
          new NodePathResult.Target(
              found[i].getTargetId(),
              remaining == COMPLETE ? OptionalLong.empty() : OptionalLong.of(remaining)));
    }
    return new NodePathResult(answer.result(), targets);
  }
}
