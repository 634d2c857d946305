package org.bactrian.opcua.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.testkit.PlantSession;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilterResolverTest {

  private static PlantSession plant;
  private static OpcUaClient client;

  @BeforeAll
  static void connect(@TempDir Path folder) throws Exception {
    plant = PlantSession.start(folder);
    client = PlantSession.get(plant.session().client());
  }

  @AfterAll
  static void disconnect() throws Exception {
    plant.close();
  }

  private static ServerEventFilter resolve(String json, boolean conditions) throws Exception {
    return new EventFilterResolver(client)
        .resolve(
            EventFilterReader.read(JsonMapper.builder().build().readTree(json)).filter(),
            conditions);
  }

  private static List<String> names(ServerEventFilter filter) {
    List<String> names = new ArrayList<>();
    for (SelectedEventField field : filter.fields().fields()) {
      String name = field.name(client.getNamespaceTable(), NamespaceFormat.URI);
      names.add(field.hidden() ? name + " (hidden)" : name);
    }
    return names;
  }

  @Test
  void theFieldsOfBaseEventTypeAreThoseThatTheServersTypeHas() throws Exception {
    ServerEventFilter filter = resolve("{\"TypeDefinitionId\": \"i=2041\"}", false);

    assertThat(names(filter))
        .containsSubsequence(
            "EventId", "EventType", "Message", "ReceiveTime", "Severity", "SourceName")
        .doesNotContain("ConditionId", "EventType (hidden)");
    assertThat(filter.filter().getSelectClauses())
        .allMatch(clause -> clause.getTypeDefinitionId().equals(NodeIds.BaseEventType));
    assertThat(ofType(filter)).isEqualTo(NodeIds.BaseEventType);
  }

  @Test
  void theFieldsOfAnAlarmTypeAreInheritedOnesTooAndThoseBelowVariables() throws Exception {
    ServerEventFilter filter = resolve("{\"TypeDefinitionId\": \"i=2915\"}", true);

    assertThat(names(filter))
        .startsWith("ConditionId")
        .containsSubsequence(
            "AckedState",
            "AckedState/Id",
            "ActiveState",
            "ActiveState/Id",
            "Comment",
            "Comment/SourceTimestamp",
            "EnabledState",
            "EnabledState/Id",
            "Message",
            "Quality",
            "Retain",
            "Severity")
        .noneMatch(name -> name.startsWith("ShelvingState"))
        .noneMatch(name -> name.endsWith("(hidden)"))
        .doesNotHaveDuplicates();
    assertThat(ofType(filter)).isEqualTo(NodeIds.AlarmConditionType);
  }

  @Test
  void aFilterWithoutClausesSelectsTheFieldsOfEveryEvent() throws Exception {
    assertThat(names(resolve("{}", false)))
        .containsExactly(
            "EventId",
            "EventType",
            "SourceNode",
            "SourceName",
            "Time",
            "ReceiveTime",
            "LocalTime",
            "Message",
            "Severity");
    assertThat(names(resolve("{}", true)))
        .hasSize(11)
        .endsWith("ConditionId (hidden)", "Retain (hidden)");
  }

  @Test
  void fieldsAreNamedByTheirPathsAndWhatIsNeededBesidesIsHidden() throws Exception {
    ServerEventFilter filter =
        resolve(
            """
            {"SelectClauses": [
              {"TypeDefinitionId": "i=2041", "BrowsePath": ["Message"], "DisplayName": "Text"},
              {"TypeDefinitionId": "i=2915", "BrowsePath": ["ActiveState", "Id"]},
              {"TypeDefinitionId": "i=2041", "BrowsePath": ["/urn:bactrian:plant#CycleId"]},
              {"TypeDefinitionId": "i=2782", "AttributeId": "NodeId"}]}
            """,
            false);

    assertThat(names(filter))
        .containsExactly(
            "Text",
            "ActiveState/Id",
            "urn:bactrian:plant#CycleId",
            "ConditionId",
            "EventType (hidden)");
  }

  @Test
  void whatTheServerDoesNotHaveIsNamed() {
    assertThatThrownBy(() -> resolve("{\"TypeDefinitionId\": \"nsu=urn:nowhere;i=1\"}", false))
        .isInstanceOf(UaException.class)
        .hasMessageContaining("urn:nowhere");
    assertThatThrownBy(() -> resolve("{\"TypeDefinitionId\": \"i=58\"}", false))
        .hasMessageContaining("i=58 is no event type");
    assertThatThrownBy(() -> resolve("{\"TypeDefinitionId\": \"i=99999\"}", false))
        .isInstanceOf(UaException.class)
        .hasMessageContaining("i=99999");
    assertThatThrownBy(
            () ->
                resolve("{\"SelectClauses\": [{\"BrowsePath\": [\"nsu=urn:nowhere;A\"]}]}", false))
        .hasMessageContaining("urn:nowhere");
  }

  @Test
  void valuesAreThoseOfTheServersTypes() throws Exception {
    ServerEventFilter filter =
        resolve(
            """
            {"WhereClause": {"Elements": [{"FilterOperator": "Equals", "FilterOperands": [
              {"BrowsePath": ["SourceNode"]},
              {"Value": "nsu=urn:bactrian:plant;s=Line1/Filler"}]}]}}
            """,
            false);

    Variant value =
        ((LiteralOperand)
                filter
                    .filter()
                    .getWhereClause()
                    .getElements()[0]
                    .getFilterOperands()[1]
                    .decode(client.getStaticEncodingContext()))
            .getValue();
    assertThat(value.value())
        .isEqualTo(plant.id(NodeIdText.parse("nsu=urn:bactrian:plant;s=Line1/Filler")));
  }

  private static NodeId ofType(ServerEventFilter filter) {
    ContentFilterElement[] elements = filter.filter().getWhereClause().getElements();
    assertThat(elements).hasSize(1);
    assertThat(elements[0].getFilterOperator()).isEqualTo(FilterOperator.OfType);
    LiteralOperand type =
        (LiteralOperand)
            elements[0].getFilterOperands()[0].decode(client.getStaticEncodingContext());
    return (NodeId) type.getValue().value();
  }
}
