package org.bactrian.edge.publisher.configuration;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
   */
  public static Map<String, Object> of(
      PublishedNodesEditor editor, Supplier<List<GroupStatus>> groups) {
    return Map.of(
        "configuration",
        new ConfigurationOperations(
            editor, new PublishingDiagnostics(groups, InstantSource.system())),
        "itemConfiguration",
        new PublishedItemOperations(editor),
        "writer",
        new WriterOperations(editor));
  }
}
