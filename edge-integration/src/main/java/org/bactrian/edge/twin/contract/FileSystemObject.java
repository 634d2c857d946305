package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * File or directory of a server.
 *
 * @param nodeId id of its node; null where a path leads to it from the root folder
 * @param browsePath path to it from that node; null for the node itself
 * @param name name that is shown, in answers
 */
public record FileSystemObject(
    @Nullable String nodeId, @Nullable List<String> browsePath, @Nullable String name) {

  public FileSystemObject {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
