package org.bactrian.opcua.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.opcua.node.NodeIdText;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterReaderTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static EventFilterReader.Result read(String json) throws Exception {
    return EventFilterReader.read(JSON.readTree(json));
  }

  private static EventFilterDefinition filter(String json) throws Exception {
    EventFilterReader.Result result = read(json);
    assertThat(result.unknown()).isEmpty();
    return result.filter();
  }

  @Test
  void aTypeAloneMeansAllItsFields() throws Exception {
    assertThat(filter("{'TypeDefinitionId': 'i=2915'}"))
        .isEqualTo(EventFilterDefinition.ofType(NodeIds.AlarmConditionType.expanded()));
  }

  @Test
  void namesAreTakenInAnyCaseAndPathsAsSteps() throws Exception {
    EventFilterDefinition filter =
        filter(
            """
            {'selectClauses': [
              {'TYPEDEFINITIONID': 'i=2041', 'DataSetClassFieldId ': 'D3EB3722-E956-4E5E-925B-FB727B737520',
               'BrowsePath': ['EventId']},
              {'typeDefinitionId': 'nsu=http://plant/;i=235', 'browsePath': ['/2:CycleId'], 'displayName': 'Cycle'},
              {'typeDefinitionId': 'i=2782', 'attributeId': 'nodeid'}]}
            """);

    assertThat(filter.fields())
        .containsExactly(
            EventFieldDefinition.ofBaseEventType("EventId"),
            new EventFieldDefinition(
                NodeIdText.parse("nsu=http://plant/;i=235"),
                List.of("2:CycleId"),
                AttributeId.Value,
                "",
                "Cycle"),
            new EventFieldDefinition(
                NodeIds.ConditionType.expanded(), List.of(), AttributeId.NodeId, "", ""));
  }

  @Test
  void aWhereClauseIsATreeOfOperatorsAndOperandsOfAllKinds() throws Exception {
    EventFilterDefinition filter =
        filter(
            """
            {'WhereClause': {'Elements': [
              {'FilterOperator': 'And', 'FilterOperands': [{'Index': 1}, {'Index': 2}]},
              {'FilterOperator': 'ofType', 'FilterOperands': [{'Value': 'http://plant/#i=235'}]},
              {'FilterOperator': 'Between', 'FilterOperands': [
                {'NodeId': 'i=2041', 'BrowsePath': ['Severity'], 'Alias': 'ignored'},
                {'Value': 100, 'DataType': 'UInt16'}, {'Value': 500}]}]}}
            """);

    assertThat(filter.fields()).isEmpty();
    assertThat(filter.where())
        .extracting(WhereElement::operator)
        .containsExactly(FilterOperator.And, FilterOperator.OfType, FilterOperator.Between);
    assertThat(filter.where().get(0).operands())
        .containsExactly(new WhereOperand.Reference(1), new WhereOperand.Reference(2));
    assertThat(filter.where().get(1).operands())
        .singleElement()
        .isEqualTo(
            new WhereOperand.Literal(
                JSON.readTree("'http://plant/#i=235'"), NodeIds.NodeId.expanded()));
    assertThat(filter.where().get(2).operands())
        .containsExactly(
            new WhereOperand.Field(EventFieldDefinition.ofBaseEventType("Severity")),
            new WhereOperand.Literal(JSON.readTree("100"), NodeIds.UInt16.expanded()),
            new WhereOperand.Literal(JSON.readTree("500"), null));
  }

  @Test
  void textThatLooksLikeANodeIdIsOne() throws Exception {
    EventFilterDefinition filter =
        filter(
            """
            {'WhereClause': {'Elements': [{'FilterOperator': 'Equals', 'FilterOperands': [
              {'BrowsePath': ['SourceNode']}, {'Value': 'ns=2;s=Boiler'}]}]}}
            """);

    assertThat(filter.where().get(0).operands().get(1))
        .isEqualTo(
            new WhereOperand.Literal(JSON.readTree("'ns=2;s=Boiler'"), NodeIds.NodeId.expanded()));
  }

  @Test
  void membersThatMeanNothingAreNamed() throws Exception {
    EventFilterReader.Result result =
        read("{'SelectClauses': [{'BrowsePath': ['Message'], 'Colour': 1}], 'WhereClouse': {}}");

    assertThat(result.unknown()).containsExactly("WhereClouse", "SelectClauses/0/Colour");
  }

  @Test
  void aTypeWinsOverClauses() throws Exception {
    EventFilterReader.Result result =
        read("{'TypeDefinitionId': 'i=2041', 'SelectClauses': [{'BrowsePath': ['Message']}]}");

    assertThat(result.filter())
        .isEqualTo(EventFilterDefinition.ofType(NodeIds.BaseEventType.expanded()));
    assertThat(result.unknown()).containsExactly("SelectClauses");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          []                                          | this is no object | Write { … }.
          {'TypeDefinitionId': 'ns=x'}                | TypeDefinitionId is no node id | ns=
          {'TypeDefinitionId': {}}                    | TypeDefinitionId is no text | quotation marks
          {'SelectClauses': 1}                        | SelectClauses is no list | Write [ … ].
          {'SelectClauses': [1]}                      | SelectClauses/0: this is no object | Write { … }.
          {'SelectClauses': [{}]}                     | SelectClauses/0: there is no BrowsePath | BrowsePath
          {'SelectClauses': [{'BrowsePath': [1]}]}    | BrowsePath holds something that is no text | Write texts
          {'SelectClauses': [{'BrowsePath': ['a'], 'AttributeId': 'Colour'}]} | AttributeId "Colour" is no attribute | Value
          {'SelectClauses': [{'BrowsePath': ['a'], 'IndexRange': '1-2'}]} | IndexRange "1-2" is no range | 2:5
          {'WhereClause': {'Elements': [{}]}}         | WhereClause/Elements/0: there is no FilterOperator | Equals, IsNull
          {'WhereClause': {'Elements': [{'FilterOperator': 'Equuls'}]}} | FilterOperator "Equuls" is not known | Equals, IsNull
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': []}]}} | Not is not applied to 0 operands | Part 4
          {'WhereClause': {'Elements': [{'FilterOperator': 'OfType', 'FilterOperands': [{'Value': 'what=ever'}]}]}} | Value is no node id | Write i=2258
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Value': 'maybe', 'DataType': 'Boolean'}]}]}} | Value is none of its type | true
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Index': 'one'}]}]}} | Index is no number of an element | second element
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Index': 0}]}]}} | element 0 refers to element 0 | comes later
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Index': -1}]}]}} | element 0 refers to element -1 | comes later
          {'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Index': 7}]}]}} | element 0 refers to element 7 | comes later
          """)
  void aFaultIsNamedWithItsPlaceAndRemedy(String json, String fault, String remedy) {
    assertRefused(json, fault, remedy);
  }

  @Test
  void elementsThatReferToEachOtherInACircleAreRefused() {
    assertRefused(
        "{'WhereClause': {'Elements': ["
            + "{'FilterOperator': 'Not', 'FilterOperands': [{'Index': 1}]},"
            + "{'FilterOperator': 'Not', 'FilterOperands': [{'Index': 0}]}]}}",
        "element 1 refers to element 0",
        "comes later");
  }

  @Test
  void aFilterOfHugeDepthOrWidthIsRefused() {
    String deep =
        IntStream.range(1, 300)
            .mapToObj(i -> "{'FilterOperator': 'Not', 'FilterOperands': [{'Index': " + i + "}]}")
            .collect(Collectors.joining(","));
    String last = ",{'FilterOperator': 'Not', 'FilterOperands': [{'Value': true}]}";
    assertRefused(
        "{'WhereClause': {'Elements': [" + deep + last + "]}}",
        "in a row of more than 100",
        "fewer levels");
    assertRefused(
        "{'WhereClause': {'Elements': [" + "{},".repeat(500) + "{}]}}",
        "Elements has 501 elements",
        "at most 500");
    assertRefused(
        "{'WhereClause': {'Elements': [{'FilterOperator': 'InList', 'FilterOperands': ["
            + "{'Value': 1},".repeat(1_000)
            + "{'Value': 1}]}]}}",
        "FilterOperands has 1001 elements",
        "at most 1000");
    assertRefused(
        "{'SelectClauses': [" + "{'BrowsePath': ['a']},".repeat(1_000) + "{}]}",
        "SelectClauses has 1001 elements",
        "at most 1000");
    assertRefused(
        "{'WhereClause': {'Elements': [{'FilterOperator': 'Not', 'FilterOperands': [{'Value': "
            + "[".repeat(200)
            + "]".repeat(200)
            + "}]}]}}",
        "Value is none of its type",
        "more than 100 levels");
    assertRefused(
        "{'SelectClauses': [{'BrowsePath': ['" + "a".repeat(5_000) + "']}]}",
        "BrowsePath has 5000 characters",
        "at most 4096");
  }

  private static void assertRefused(String json, String fault, String remedy) {
    EventFilterSyntaxException refused =
        catchThrowableOfType(EventFilterSyntaxException.class, () -> readUnchecked(json));
    assertThat(refused).as(json).hasMessageContaining(fault);
    assertThat(refused.getMessage() + " " + refused.remedy()).contains(remedy);
  }

  private static void readUnchecked(String json)
      throws EventFilterSyntaxException, JsonProcessingException {
    EventFilterReader.read(JSON.readTree(json));
  }
}
