package org.bactrian.opcua.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElementResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilterResult;
import org.junit.jupiter.api.Test;

class EventFilterResultTextTest {

  private static final StatusCode BAD = new StatusCode(StatusCodes.Bad_NodeIdUnknown);

  private static ServerEventFilter filter(int fields) {
    return new ServerEventFilter(
        new EventFilter(null, null),
        new EventFieldLayout(
            IntStream.range(0, fields)
                .mapToObj(
                    i ->
                        new SelectedEventField(
                            NodeIds.BaseEventType,
                            List.of(new QualifiedName(0, "Field" + i)),
                            AttributeId.Value,
                            "",
                            "",
                            false))
                .toList()));
  }

  private static String text(ServerEventFilter filter, EventFilterResult result) {
    return EventFilterResultText.of(
        filter,
        ExtensionObject.encode(DefaultEncodingContext.INSTANCE, result),
        DefaultEncodingContext.INSTANCE);
  }

  private static ContentFilterResult elements(StatusCode... statuses) {
    ContentFilterElementResult[] results = new ContentFilterElementResult[statuses.length];
    for (int i = 0; i < statuses.length; i++) {
      results[i] = new ContentFilterElementResult(statuses[i], null, null);
    }
    return new ContentFilterResult(results, null);
  }

  @Test
  void whatAServerRefusesIsNamedWithItsStatus() {
    EventFilterResult result =
        new EventFilterResult(
            new StatusCode[] {StatusCode.GOOD, BAD},
            null,
            elements(StatusCode.GOOD, new StatusCode(StatusCodes.Bad_FilterOperatorUnsupported)));

    assertThat(text(filter(2), result))
        .isEqualTo(
            "the server refuses the fields Field1 (Bad_NodeIdUnknown), and the server refuses of"
                + " the where clause element 1 (Bad_FilterOperatorUnsupported)");
  }

  @Test
  void ofManyRefusedFieldsTheFirstOnesAreNamed() {
    StatusCode[] all = new StatusCode[9];
    Arrays.fill(all, BAD);

    assertThat(text(filter(9), new EventFilterResult(all, null, elements())))
        .contains("Field0", "Field4")
        .doesNotContain("Field5")
        .endsWith(" and 4 more");
  }

  @Test
  void anAnswerWithoutFaultsOrWithMoreResultsThanFieldsSaysNothing() {
    StatusCode[] good = {StatusCode.GOOD, StatusCode.GOOD, BAD};

    assertThat(text(filter(2), new EventFilterResult(good, null, elements()))).isEmpty();
    assertThat(EventFilterResultText.of(filter(2), null, DefaultEncodingContext.INSTANCE))
        .isEmpty();
  }
}
