package org.bactrian.opcua.event;

import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElementResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilterResult;
import org.jspecify.annotations.Nullable;

/** Text of a server's answer to an event filter: the parts that it refuses (Part 4, 7.22.3). */
public final class EventFilterResultText {

  private static final int MOST_NAMED = 5;

  private EventFilterResultText() {}

  /**
   * The fields and elements that were refused, each with its status, as a sentence without a full
   * stop; empty where there are none.
   *
   * @param result the server's answer; null where it gave none
   * @param context decodes the answer, and names the namespaces of fields
   */
  public static String of(
      ServerEventFilter filter, @Nullable ExtensionObject result, EncodingContext context) {
    Object answer;
    try {
      answer = result == null || result.isNull() ? null : result.decode(context);
    } catch (UaSerializationException e) {
      return "";
    }
    if (!(answer instanceof EventFilterResult told)) {
      return "";
    }
    List<String> sentences = new ArrayList<>();
    List<String> fields = refusedFields(filter, told, context);
    if (!fields.isEmpty()) {
      sentences.add("the server refuses the fields " + listed(fields));
    }
    List<String> elements = refusedElements(told);
    if (!elements.isEmpty()) {
      sentences.add("the server refuses of the where clause " + listed(elements));
    }
    return String.join(", and ", sentences);
  }

  private static List<String> refusedFields(
      ServerEventFilter filter, EventFilterResult result, EncodingContext context) {
    StatusCode[] statuses = result.getSelectClauseResults();
    List<SelectedEventField> fields = filter.fields().fields();
    List<String> refused = new ArrayList<>();
    for (int i = 0; statuses != null && i < Math.min(statuses.length, fields.size()); i++) {
      if (isBad(statuses[i])) {
        refused.add(
            fields.get(i).name(context.getNamespaceTable(), NamespaceFormat.URI)
                + " ("
                + StatusText.of(statuses[i])
                + ")");
      }
    }
    return refused;
  }

  private static List<String> refusedElements(EventFilterResult result) {
    ContentFilterElementResult[] elements =
        result.getWhereClauseResult() == null
            ? null
            : result.getWhereClauseResult().getElementResults();
    List<String> refused = new ArrayList<>();
    for (int i = 0; elements != null && i < elements.length; i++) {
      if (elements[i] != null && isBad(elements[i].getStatusCode())) {
        refused.add("element " + i + " (" + StatusText.of(elements[i].getStatusCode()) + ")");
      }
    }
    return refused;
  }

  private static boolean isBad(@Nullable StatusCode status) {
    return status != null && status.isBad();
  }

  private static String listed(List<String> all) {
    int more = all.size() - MOST_NAMED;
    return more <= 0
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST_NAMED)) + " and " + more + " more";
  }
}
