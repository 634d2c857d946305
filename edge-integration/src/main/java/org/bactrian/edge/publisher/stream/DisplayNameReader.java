package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** Reads the display names of nodes from a server (Part 3, 5.2.5). */
final class DisplayNameReader {

  private static final ReadOptions WITHOUT_TIMES =
      new ReadOptions(Duration.ZERO, TimestampsToReturn.Neither);

  private DisplayNameReader() {}

  /**
   * Display names of the nodes of {@code fields} by the key of their item; nodes without are left
   * out.
   */
  static CompletableFuture<Map<String, String>> of(Session session, List<PublishedField> fields) {
    List<NodeAttributeId> targets =
        fields.stream()
            .map(field -> new NodeAttributeId(named(field), AttributeId.DisplayName, ""))
            .toList();
    return new NodeServices(session::client)
        .read(targets, WITHOUT_TIMES)
        .thenApply(answers -> names(fields, answers));
  }

  /** Events are named after their type. */
  private static ExpandedNodeId named(PublishedField field) {
    ExpandedNodeId type =
        field.item().filter() instanceof MonitoringFilter.Events events
            ? events.filter().type()
            : null;
    return type == null ? field.item().nodeId() : type;
  }

  private static Map<String, String> names(
      List<PublishedField> fields, List<AttributeValue> answers) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      if (answers.get(i).value().value().value() instanceof LocalizedText text
          && text.text() != null
          && !text.text().isBlank()) {
        names.put(fields.get(i).item().key(), text.text());
      }
    }
    return names;
  }
}
