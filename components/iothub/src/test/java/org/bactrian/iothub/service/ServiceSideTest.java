package org.bactrian.iothub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.iothub.rest.HubFaultCondition.hubFault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.assertj.core.api.Assertions;
import org.bactrian.iothub.TestCamel;
import org.bactrian.iothub.TestHub;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSideTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private TestHub hub;
  private TestCamel camel;

  @BeforeEach
  void start() {
    hub = TestHub.in(folder);
    camel = TestCamel.of(hub).start();
  }

  @AfterEach
  void stop() {
    camel.close();
    hub.close();
  }

  @Test
  void aDeviceIsMadeReadChangedAndRemoved() throws Exception {
    String id = "a:b+c#1";
    JsonNode made = json(device(id, IdentityAction.create, "{}"));
    assertThat(made.path("deviceId").asText()).isEqualTo(id);
    assertThat(made.at("/authentication/symmetricKey/primaryKey").asText()).isNotEmpty();

    String read = device(id, IdentityAction.get, null).getMessage().getBody(String.class);
    JsonNode changed = json(device(id, IdentityAction.update, read.replace("enabled", "disabled")));
    assertThat(changed.path("status").asText()).isEqualTo("disabled");

    assertThat(device(id, IdentityAction.delete, null).getException()).isNull();
    assertThat(device(id, IdentityAction.get, null).getException())
        .is(hubFault(FaultKind.NOT_FOUND))
        .hasMessageContaining("device " + id);
  }

  private Exchange device(String id, IdentityAction action, String body) {
    return camel
        .to("iothub:devices?fromHeaders=true")
        .withHeader(IotHubConstants.DEVICE_ID, id)
        .withHeader(IotHubConstants.ACTION, action)
        .withBody(body)
        .send();
  }

  @Test
  void noHeaderChangesWhatAnEndpointDoesThatDoesNotTakeItsParametersFromHeaders() throws Exception {
    hub.device("mine");
    hub.device("other");

    Exchange read =
        camel
            .to("iothub:devices?deviceId=mine")
            .withHeader(IotHubConstants.ACTION, IdentityAction.delete)
            .withHeader(IotHubConstants.DEVICE_ID, "other")
            .send();
    Exchange nobody =
        camel.to("iothub:devices").withHeader(IotHubConstants.DEVICE_ID, "other").send();

    assertThat(json(read).path("deviceId").asText()).isEqualTo("mine");
    assertThat(json(send("iothub:devices?deviceId=other", null)).path("deviceId").asText())
        .isEqualTo("other");
    assertThat(nobody.getException()).hasMessageContaining("fromHeaders=true");
  }

  @Test
  void aDeviceThatExistsIsNotMadeAgain() {
    hub.device("edge");

    assertThat(send("iothub:devices?action=create&deviceId=edge", "{}").getException())
        .is(hubFault(FaultKind.CONFLICT));
  }

  @Test
  void devicesOfAListAreMadeThoughOthersOfItExist() throws Exception {
    hub.device("there");
    HubService service =
        new HubService(ConnectionString.parse(hub.service()), hub.endpoint(), hub.caFile());

    Set<String> refused =
        service.createDevices(
            Stream.of("one", "there", "two")
                .map(id -> JSON.createObjectNode().put("id", id).put("status", "enabled"))
                .toList());

    assertThat(refused).containsExactly("there");
    assertThat(device("one", IdentityAction.get, null).getException()).isNull();
    assertThat(device("two", IdentityAction.get, null).getException()).isNull();
  }

  @Test
  void anEtagKeepsTwoWritersApart() throws Exception {
    hub.device("edge");
    Exchange read = send("iothub:twin?deviceId=edge", null);
    String etag = read.getMessage().getHeader(IotHubConstants.ETAG, String.class);
    send("iothub:twin?deviceId=edge&action=patch", "{\"tags\":{\"site\":\"Riga\"}}");

    Exchange late =
        camel
            .to("iothub:twin?deviceId=edge&action=patch&fromHeaders=true")
            .withHeader(IotHubConstants.ETAG, etag)
            .withBody("{\"tags\":{\"site\":\"Oslo\"}}")
            .send();

    assertThat(late.getException())
        .is(hubFault(FaultKind.OUT_OF_DATE))
        .hasMessageContaining("Read it again");
    assertThat(json(send("iothub:twin?deviceId=edge", null)).at("/tags/site").asText())
        .isEqualTo("Riga");
  }

  @Test
  void modulesAreMadeListedAndRemoved() throws Exception {
    hub.device("edge");
    send("iothub:modules?action=create&deviceId=edge&moduleId=one", "{}");
    send("iothub:modules?action=create&deviceId=edge&moduleId=two", "{}");
    send("iothub:modules?action=delete&deviceId=edge&moduleId=one", null);

    JsonNode modules = json(send("iothub:modules?action=list&deviceId=edge", null));

    assertThat(modules.findValuesAsText("moduleId")).containsExactly("two");
  }

  @Test
  void aTwinIsPatchedWithNullsAndReplaced() throws Exception {
    hub.module("edge", "opc");
    String twin = "iothub:twin?deviceId=edge&moduleId=opc";
    send(twin + "&action=patch", "{\"tags\":{\"a\":1,\"b\":2}}");
    JsonNode patched = json(send(twin + "&action=patch", "{\"tags\":{\"a\":null}}"));
    assertThat(patched.path("tags")).hasToString("{\"b\":2}");

    JsonNode replaced =
        json(
            send(
                twin + "&action=replace",
                "{\"tags\":{\"c\":3},\"properties\":{\"desired\":{\"rate\":1}}}"));

    assertThat(replaced.path("tags")).hasToString("{\"c\":3}");
    assertThat(replaced.at("/properties/desired/rate").asInt()).isEqualTo(1);
  }

  @Test
  void aQueryComesInPagesUntilThereIsNoContinuation() throws Exception {
    for (String device : List.of("a", "b", "c")) {
      hub.device(device);
    }
    Exchange first =
        send(
            "iothub:query?pageSize=2",
            "SELECT deviceId FROM devices WHERE deviceId IN ['a','b','c']");
    Exchange second =
        camel
            .to("iothub:query?pageSize=2&fromHeaders=true")
            .withHeader(
                IotHubConstants.CONTINUATION,
                first.getMessage().getHeader(IotHubConstants.CONTINUATION))
            .withBody("SELECT deviceId FROM devices WHERE deviceId IN ['a','b','c']")
            .send();

    assertThat(json(first)).hasSize(2);
    assertThat(json(second).findValuesAsText("deviceId")).containsExactly("c");
    assertThat(second.getMessage().getHeader(IotHubConstants.CONTINUATION)).isNull();
  }

  @Test
  void allDevicesAreListedAsTwins() throws Exception {
    hub.device("a");

    assertThat(json(send("iothub:devices?action=list", null)).findValuesAsText("deviceId"))
        .contains("a");
  }

  @Test
  void aQueryThatCannotBeReadSaysWhereAndHow() {
    assertThat(send("iothub:query", "SELECT * FROM devices WHERE").getException())
        .isInstanceOf(HubServiceException.class)
        .hasMessageContaining("400");
  }

  @Test
  void aPolicyThatMayNotIsToldSo() {
    hub.device("edge");

    Exchange refused =
        camel
            .to(
                "iothub:devices?action=delete&deviceId=edge&connectionString=RAW("
                    + hub.service("registryRead")
                    + ")")
            .send();

    assertThat(refused.getException())
        .is(hubFault(FaultKind.EXTERNAL_DEPENDENCY))
        .hasMessageContaining("what its policy permits");
  }

  @Test
  void aHubThatIsAwayIsUnreachable() {
    hub.kill();

    assertThat(send("iothub:devices?deviceId=edge", null).getException())
        .is(hubFault(FaultKind.EXTERNAL_DEPENDENCY))
        .hasMessageContaining("refuses connections");
  }

  @Test
  void theCaFileIsTrustedForTheHubOnlyAndNotForTheRestOfTheProcess() throws Exception {
    try (TestHub other = TestHub.in(folder.resolve("other"))) {
      send("iothub:devices?deviceId=edge", null);

      Assertions.assertThatThrownBy(
              () ->
                  ((HttpsURLConnection)
                          new URL("https://" + other.endpoint() + "/").openConnection())
                      .getResponseCode())
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void aBodyThatIsAMapIsWrittenAsJson() throws Exception {
    hub.device("edge");

    Exchange patched =
        camel
            .to("iothub:twin?deviceId=edge&action=patch")
            .withBody(Map.of("tags", Map.of("floor", 3)))
            .send();

    assertThat(json(patched).at("/tags/floor").asInt()).isEqualTo(3);
  }

  private Exchange send(String uri, Object body) {
    return camel.to(uri).withBody(body).send();
  }

  private static JsonNode json(Exchange exchange) throws Exception {
    assertThat(exchange.getException()).isNull();
    return JSON.readTree(exchange.getMessage().getBody(String.class));
  }
}
