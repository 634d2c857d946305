package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.List;
import org.bactrian.edge.publisher.group.WriterGroup;

/** From the content of a file to what it asks for. */
final class Reading {

  private Reading() {}

  /**
   * Reads a content.
   *
   * @param kept groups that stay when the content is not usable
   */
  static PublishedNodes of(
      Path file, Content content, PublishingDefaults defaults, List<WriterGroup> kept) {
    if (content instanceof Content.None none) {
      String message = "The file " + none.reason() + ". " + none.mend();
      return unusable(file, 0, 0, message, kept);
    }
    try {
      String text = ((Content.Text) content).text();
      return new Conversion(file, defaults).of(PublishedNodesParser.parse(text));
    } catch (NotAList e) {
      return unusable(file, e.at().line(), e.at().column(), e.getMessage(), kept);
    }
  }

  private static PublishedNodes unusable(
      Path file, int line, int column, String message, List<WriterGroup> kept) {
    String meanwhile =
        kept.isEmpty()
            ? " Nothing is published from it."
            : " What it said before stays published: "
                + Sentences.count(PublishedNodes.nodeCount(kept), "node")
                + ".";
    Fault fault = new Fault(file, line, column, Fault.Severity.ERROR, message + meanwhile);
    return new PublishedNodes(file, false, kept, List.of(fault));
  }
}
