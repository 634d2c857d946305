package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class IdentityFormatterTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anApplicationIsToldByItsName() throws Exception {
    assertThat(
            line(
                """
                {"deviceId": "uas1", "status": "enabled",
                 "tags": {"DeviceType": "Application", "ApplicationName": "PLC 1"}}
                """))
        .isEqualTo(
            """
            {"identity":"application","name":"PLC 1","deviceId":"uas1","status":"enabled"}\
            """);
  }

  @Test
  void anEndpointIsToldByUrlAndSecurity() throws Exception {
    assertThat(
            line(
                """
                {"deviceId": "uat1",
                 "tags": {"DeviceType": "Endpoint", "EndpointRegistrationUrl": "opc.tcp://PLC1:4840"},
                 "properties": {"desired": {"SecurityMode": "Sign",
                   "SecurityPolicy": "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256"}}}
                """))
        .isEqualTo(
            """
            {"identity":"endpoint","name":"opc.tcp://PLC1:4840 Sign Basic256Sha256",\
            "deviceId":"uat1"}\
            """);
  }

  @Test
  void aModuleIsToldByTheTypeThatItReports() throws Exception {
    assertThat(
            line(
                """
                {"deviceId": "edge", "moduleId": "publisher", "connectionState": "Connected",
                 "properties": {"reported": {"__type__": "OpcPublisher"}}}
                """))
        .isEqualTo(
            """
            {"identity":"module","name":"OpcPublisher","deviceId":"edge","moduleId":"publisher",\
            "connectionState":"Connected"}\
            """);
  }

  @Test
  void gatewaysAndOtherDevicesAreToldApart() throws Exception {
    assertThat(line("{\"deviceId\": \"edge\", \"tags\": {\"DeviceType\": \"iiotedge\"}}"))
        .isEqualTo("{\"identity\":\"gateway\",\"deviceId\":\"edge\"}");
    assertThat(line("{\"deviceId\": \"lamp\"}"))
        .isEqualTo("{\"identity\":\"device\",\"deviceId\":\"lamp\"}");
  }

  private static String line(String twin) throws Exception {
    return IdentityFormatter.of(JSON.readTree(twin)).toString();
  }
}
