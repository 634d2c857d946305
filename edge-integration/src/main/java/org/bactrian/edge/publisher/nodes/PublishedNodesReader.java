package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.List;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.jspecify.annotations.Nullable;

/** Reads the content of a published nodes file into its WriterGroups and faults. */
final class PublishedNodesReader {

  private PublishedNodesReader() {}

  /**
   * Reads a content.
   *
   * @param kept groups that stay when the content is not usable
   */
  static PublishedNodes of(
      Path file, FileContent content, PublishingDefaults defaults, List<WriterGroup> kept) {
    if (content instanceof FileContent.Unreadable unreadable) {
      String message = "The file " + unreadable.reason() + ". " + unreadable.remedy();
      return unusable(file, 0, 0, message, kept);
    }
    try {
      String text = ((FileContent.Text) content).text();
      return new PublishedNodesConverter(file, defaults)
          .of(LenientPublishedNodesParser.parse(text));
    } catch (PublishedNodesSyntaxException e) {
      return unusable(file, e.at().line(), e.at().column(), e.getMessage(), kept);
    }
  }

  private static PublishedNodes unusable(
      Path file, int line, int column, @Nullable String message, List<WriterGroup> kept) {
    String meanwhile =
        kept.isEmpty()
            ? " Nothing is published from it."
            : " What it said before stays published: "
                + FaultConsequences.count(PublishedNodes.nodeCount(kept), "node")
                + ".";
    PublishedNodesFault fault =
        new PublishedNodesFault(
            file, line, column, PublishedNodesFault.Severity.ERROR, message + meanwhile, "");
    return new PublishedNodes(file, false, kept, List.of(fault));
  }
}
