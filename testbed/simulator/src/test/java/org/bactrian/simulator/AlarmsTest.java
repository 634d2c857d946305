package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.simulator.PlantEvents.Received;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {

  private static final double NEVER_REACHED = 120;
  private static final double ALWAYS_EXCEEDED = -20;
  private static final String FILLER = "Line1/Filler";

  @TempDir Path data;
  private Simulator simulator;
  private PlantClient client;

  @BeforeEach
  void connect() throws IOException, UaException {
    simulator =
        Simulator.start(
            SimulatorSettings.in(data).withPort(0).withPlantRate(Duration.ofMillis(20)));
    client = PlantClient.connect(simulator);
    limit(NEVER_REACHED);
    NodeId active = client.plantNode(FILLER + "/TemperatureAlarm/0:ActiveState/0:Id");
    eventually().until(() -> Boolean.FALSE.equals(client.read(active).value().value()));
  }

  @AfterEach
  void disconnect() throws IOException, UaException {
    client.close();
    simulator.close();
  }

  @Test
  void aFinishedJobIsAnEventOfItsMachineOnTheServerAndOnTheLine() throws UaException {
    PlantEvents server = PlantEvents.watch(client, NodeIds.Server);
    PlantEvents line = PlantEvents.watch(client, client.plantNode("Line1"));

    // The first order may have been finished before anybody listened.
    eventually().until(() -> server.any(AlarmsTest::isFinishedOrder));
    eventually().until(() -> line.any(AlarmsTest::isFinishedOrder));

    assertThat(line.all()).allSatisfy(event -> assertThat(event.sourceName()).startsWith("Line1/"));
    eventually().until(() -> server.any(event -> event.sourceName().startsWith("Line2/")));
  }

  private static boolean isFinishedOrder(Received event) {
    return event.message().matches("ORDER-\\d+ is finished");
  }

  @Test
  void anAlarmGoesActiveIsAcknowledgedAndGoesQuiet() throws UaException {
    PlantEvents events = PlantEvents.watch(client, client.plantNode(FILLER));

    limit(ALWAYS_EXCEEDED);
    eventually().until(() -> events.any(event -> event.isAlarm() && event.active()));
    Received raised = events.last(event -> event.isAlarm() && event.active());
    assertThat(raised.conditionId()).isEqualTo(alarm());
    assertThat(raised.acknowledged()).isFalse();
    assertThat(raised.retain()).isTrue();

    assertThat(acknowledge(raised.eventId()).isGood()).isTrue();
    eventually().until(() -> events.any(event -> event.isAlarm() && event.acknowledged()));
    Received seen = events.last(event -> event.isAlarm() && event.acknowledged());
    assertThat(seen.active()).isTrue();
    assertThat(seen.comment()).isEqualTo("seen");

    limit(NEVER_REACHED);
    eventually().until(() -> events.any(event -> event.isAlarm() && !event.active()));
    Received quiet = events.last(event -> event.isAlarm() && !event.active());
    assertThat(quiet.retain()).isFalse();
  }

  @Test
  void anUnknownEventAndASecondAcknowledgementAreRefused() throws UaException {
    PlantEvents events = PlantEvents.watch(client, client.plantNode(FILLER));
    limit(ALWAYS_EXCEEDED);
    eventually().until(() -> events.any(event -> event.isAlarm() && event.active()));
    ByteString eventId = events.last(Received::isAlarm).eventId();

    assertThat(acknowledge(ByteString.of(new byte[] {1, 2, 3})).value())
        .isEqualTo(StatusCodes.Bad_EventIdUnknown);
    assertThat(acknowledge(eventId).isGood()).isTrue();
    assertThat(acknowledge(eventId).value()).isEqualTo(StatusCodes.Bad_ConditionBranchAlreadyAcked);
  }

  @Test
  void aClientThatComesLateHearsOfRaisedAlarmsByARefresh() throws UaException {
    PlantEvents early = PlantEvents.watch(client, client.plantNode(FILLER));
    limit(ALWAYS_EXCEEDED);
    eventually().until(() -> early.any(event -> event.isAlarm() && event.active()));
    ByteString raised = early.last(Received::isAlarm).eventId();

    PlantEvents late = PlantEvents.watch(client, NodeIds.Server);
    late.refresh();

    eventually().until(() -> late.any(event -> event.type().equals(NodeIds.RefreshEndEventType)));
    assertThat(late.all()).anySatisfy(event -> assertThat(event.eventId()).isEqualTo(raised));
    assertThat(late.all().get(0).type())
        .isIn(
            NodeIds.RefreshStartEventType,
            NodeIds.BaseEventType,
            NodeIds.NonExclusiveLevelAlarmType);
    assertThat(early.all())
        .noneSatisfy(e -> assertThat(e.type()).isEqualTo(NodeIds.RefreshStartEventType));
  }

  @Test
  void aDisabledAlarmStaysQuietUntilItIsEnabledAgain() throws UaException {
    PlantEvents events = PlantEvents.watch(client, client.plantNode(FILLER));

    assertThat(call(NodeIds.ConditionType_Disable).isGood()).isTrue();
    assertThat(call(NodeIds.ConditionType_Disable).value())
        .isEqualTo(StatusCodes.Bad_ConditionAlreadyDisabled);
    limit(ALWAYS_EXCEEDED);
    NodeId pieces = client.plantNode(FILLER + "/Pieces");
    long before = ((Number) client.read(pieces).value().value()).longValue();
    eventually()
        .until(() -> ((Number) client.read(pieces).value().value()).longValue() > before + 5);
    assertThat(events.any(event -> event.isAlarm() && event.active())).isFalse();

    assertThat(call(NodeIds.ConditionType_Enable).isGood()).isTrue();
    eventually().until(() -> events.any(event -> event.isAlarm() && event.active()));
  }

  @Test
  void aCommentIsKeptAndAnnouncedWithoutAcknowledging() throws UaException {
    PlantEvents events = PlantEvents.watch(client, client.plantNode(FILLER));
    limit(ALWAYS_EXCEEDED);
    eventually().until(() -> events.any(event -> event.isAlarm() && event.active()));
    ByteString raised = events.last(Received::isAlarm).eventId();

    StatusCode status =
        call(
            NodeIds.ConditionType_AddComment,
            new Variant(raised),
            new Variant(LocalizedText.english("fan ordered")));

    assertThat(status.isGood()).isTrue();
    eventually().until(() -> events.any(event -> event.comment().equals("fan ordered")));
    assertThat(events.last(Received::isAlarm).acknowledged()).isFalse();
  }

  private StatusCode call(NodeId method, Variant... inputs) throws UaException {
    CallMethodRequest request = new CallMethodRequest(alarm(), method, inputs);
    return client.milo().call(List.of(request)).getResults()[0].getStatusCode();
  }

  private NodeId alarm() {
    return client.plantNode(FILLER + "/TemperatureAlarm");
  }

  private void limit(double limit) throws UaException {
    assertThat(client.write(client.plantNode(FILLER + "/TemperatureLimit"), limit).isGood())
        .isTrue();
  }

  private StatusCode acknowledge(ByteString eventId) throws UaException {
    return call(
        NodeIds.AcknowledgeableConditionType_Acknowledge,
        new Variant(eventId),
        new Variant(LocalizedText.english("seen")));
  }
}
