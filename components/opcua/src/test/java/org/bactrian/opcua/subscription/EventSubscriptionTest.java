package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.event.EventFilterReader;
import org.bactrian.opcua.event.SelectedEventField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.subscription.MonitoringFilter.ConditionUse;
import org.bactrian.opcua.testkit.Recorder;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSubscriptionTest {

  private static final SubscriptionSettings FAST =
      SubscriptionSettings.DEFAULT.withPublishingInterval(Duration.ofMillis(50));
  private static final String FILLER = "Line1/Filler";
  private static final double NEVER_REACHED = 120;
  private static final double ALWAYS_EXCEEDED = -20;

  @TempDir Path folder;
  private final Recorder received = new Recorder();
  private TestPlant plant;
  private SessionPool pool;
  private Session session;

  @BeforeEach
  void connect() throws Exception {
    plant = TestPlant.start(folder);
    pool = new SessionPool(TestPlant.client(folder));
    session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
  }

  @AfterEach
  void disconnect() throws Exception {
    pool.close();
    plant.close();
  }

  private static EventFilterDefinition filter(String json) throws Exception {
    return EventFilterReader.read(JsonMapper.builder().build().readTree(json)).filter();
  }

  private static MonitoredItem events(String key, EventFilterDefinition filter, ConditionUse use) {
    return new MonitoredItem(
        key,
        NodeIdText.parse("i=2253"),
        AttributeId.EventNotifier,
        "",
        Duration.ZERO,
        1_000,
        true,
        new MonitoringFilter.Events(filter, use));
  }

  private static EventFilterDefinition ofType(NodeId type) {
    return EventFilterDefinition.ofType(type.expanded());
  }

  private void monitor(MonitoredItem... items) {
    session.subscribe(FAST, received).monitor(List.of(items));
    for (MonitoredItem item : items) {
      await().until(() -> !received.statuses(item.key()).isEmpty());
    }
  }

  private static Object field(EventNotification event, String name) {
    List<SelectedEventField> fields = event.layout().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name(new NamespaceTable(), NamespaceFormat.URI).equals(name)) {
        return event.values().get(i).value();
      }
    }
    throw new AssertionError(name + " is not among the fields");
  }

  private static boolean says(EventNotification event, String message) {
    return field(event, "Message") instanceof LocalizedText text
        && text.text() != null
        && text.text().startsWith(message);
  }

  private long count(String key, String message) {
    return received.events().stream()
        .filter(event -> event.item().key().equals(key) && says(event, message))
        .count();
  }

  private long refreshes(String key) {
    return received.events().stream()
        .filter(event -> event.item().key().equals(key))
        .filter(event -> event.type().filter(NodeIds.RefreshEndEventType::equals).isPresent())
        .count();
  }

  private void call(String method) throws Exception {
    new NodeServices(session::client)
        .call(
            List.of(
                new OpcUaMethodCall(
                    TestPlant.plantNode(FILLER),
                    TestPlant.plantNode(FILLER + "/" + method),
                    List.of())))
        .get(10, TimeUnit.SECONDS);
  }

  /** Makes the alarm of the filler active, whatever it was. */
  private void raise() throws Exception {
    limit(NEVER_REACHED);
    await().until(() -> !isActive());
    limit(ALWAYS_EXCEEDED);
    await().until(this::isActive);
  }

  private boolean isActive() throws Exception {
    NodeAttributeId active =
        NodeAttributeId.value(TestPlant.plantNode(FILLER + "/TemperatureAlarm/0:ActiveState/0:Id"));
    return Boolean.TRUE.equals(
        new NodeServices(session::client)
            .read(List.of(active), 0)
            .get(10, TimeUnit.SECONDS)
            .get(0)
            .value()
            .value());
  }

  private void limit(double limit) throws Exception {
    new NodeServices(session::client)
        .write(
            List.of(
                new NodeWrite(
                    new NodeAttributeId(
                        TestPlant.plantNode(FILLER + "/TemperatureLimit"), AttributeId.Value, ""),
                    limit)))
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void eventsBringTheFieldsThatWereSelected() throws Exception {
    EventFilterDefinition filter =
        filter(
            """
            {"SelectClauses": [{"BrowsePath": ["Message"]}, {"BrowsePath": ["SourceNode"]}],
             "WhereClause": {"Elements": [{"FilterOperator": "OfType",
               "FilterOperands": [{"Value": "i=2130"}]}]}}
            """);
    monitor(events("events", filter, ConditionUse.CHANGES_ONLY));

    call("Stop");

    await().until(() -> count("events", "Stopped") == 1);
    assertThat(received.events())
        .allSatisfy(event -> assertThat(event.values()).hasSize(3))
        .allSatisfy(event -> assertThat(event.type()).contains(NodeIds.SystemEventType));
  }

  @Test
  void aFilterThatTheServerCannotTakeHarmsNoOtherItemAndSaysWhy() throws Exception {
    session
        .subscribe(FAST, received)
        .monitor(
            List.of(
                events("absent", ofType(NodeId.parse("i=99999")), ConditionUse.CHANGES_ONLY),
                events("events", ofType(NodeIds.BaseEventType), ConditionUse.CHANGES_ONLY),
                TestPlant.counter(1)));

    await().until(() -> received.statuses("absent").stream().anyMatch(s -> s.isBad()));
    assertThat(received.detail("absent")).contains("i=99999");
    await().until(() -> received.count("c1") > 3);
    call("Stop");
    await().until(() -> count("events", "Stopped") == 1);
  }

  @Test
  void conditionsThatAreActiveAlreadyAreToldAtTheStartAndAfterARestartOfTheServer()
      throws Exception {
    raise();
    monitor(events("alarms", ofType(NodeIds.BaseEventType), ConditionUse.FOLLOWED));

    await().until(() -> refreshes("alarms") == 1);
    assertThat(received.events())
        .anySatisfy(event -> assertThat(field(event, "SourceName")).isEqualTo("Line1/Filler"));
    assertThat(count("alarms", "Above the limit of -20")).isEqualTo(1);

    plant.kill();
    plant.startAgain();

    await().atMost(Duration.ofSeconds(60)).until(() -> refreshes("alarms") >= 2);
    assertThat(received.gaps()).contains(GapCause.RECREATED);
  }

  @Test
  void aRefreshOfOneItemIsNotRepeatedToOthers() throws Exception {
    raise();
    monitor(events("plain", ofType(NodeIds.BaseEventType), ConditionUse.CHANGES_ONLY));
    monitor(events("alarms", ofType(NodeIds.BaseEventType), ConditionUse.REFRESHED));

    await().until(() -> refreshes("alarms") == 1);

    assertThat(count("alarms", "Above the limit of -20")).isEqualTo(1);
    assertThat(refreshes("plain")).isZero();
    limit(NEVER_REACHED);
    await().until(() -> count("plain", "Back below the limit") > 0);
  }

  @Test
  void anotherFilterTakesThePlaceOfTheFirstWithoutMixingItsFields() throws Exception {
    Subscription subscription = session.subscribe(FAST, received);
    subscription.monitor(
        List.of(events("events", ofType(NodeIds.BaseEventType), ConditionUse.CHANGES_ONLY)));
    await().until(() -> !received.statuses("events").isEmpty());
    call("Stop");
    await().until(() -> count("events", "Stopped") == 1);

    EventFilterDefinition messages =
        filter("{\"SelectClauses\": [{\"BrowsePath\": [\"Message\"]}]}");
    subscription
        .monitor(List.of(events("events", messages, ConditionUse.CHANGES_ONLY)))
        .get(10, TimeUnit.SECONDS);
    call("Start");

    await().until(() -> count("events", "Started") == 1);
    EventNotification last = received.events().get(received.events().size() - 1);
    assertThat(last.layout().fields()).hasSize(2);
    assertThat(last.values()).hasSize(2);
  }
}
