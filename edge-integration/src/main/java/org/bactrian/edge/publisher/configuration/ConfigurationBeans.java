package org.bactrian.edge.publisher.configuration;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.bactrian.edge.publisher.stream.GroupStatus;

/** Beans of the operations that change what is published. */
public final class ConfigurationBeans {

  private ConfigurationBeans() {}

  /**
   * Beans by name.
   *
   * @param editor editor of the published nodes file
   * @param groups status of each group when it is asked
   * @param keyFrames sends key frames, see {@link WriterGroupOperations}
   */
  public static Map<String, Object> of(
      PublishedNodesEditor editor,
      Supplier<List<GroupStatus>> groups,
      BiFunction<String, Optional<String>, CompletableFuture<Boolean>> keyFrames) {
    return Map.of(
        "configuration",
        new ConfigurationOperations(
            editor, new PublishingDiagnostics(groups, InstantSource.system())),
        "itemConfiguration",
        new PublishedItemOperations(editor),
        "writer",
        new WriterOperations(editor),
        "writerGroups",
        new WriterGroupOperations(groups, keyFrames));
  }
}
