package org.bactrian.cloud.onboarding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.AuthenticationMethod;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.RegistryOperation;
import org.bactrian.model.registry.ServerSecurityMode;

/** Messages of a discoverer, as they arrive. */
final class Plant {

  private static final String POLICY = "http://opcfoundation.org/UA/SecurityPolicy#";

  private static final DiscoveryConfig NOWHERE_NAMED = DiscoveryConfig.ofUrls(null, null);

  private final String device;

  Plant(String device) {
    this.device = device;
  }

  /** A message with the properties that IoT Hub gives it. */
  record Message(byte[] body, Map<String, Object> properties) {}

  /** Run with its configuration and the servers that it finds. */
  record Run(Instant time, boolean registerOnly, DiscoveryConfig config, int... servers) {}

  /** A run that does not say where it looked, and found some servers. */
  List<Message> scan(String time, int... servers) {
    return messages(new Run(Instant.parse(time), false, NOWHERE_NAMED, servers));
  }

  /** A run over some addresses and ports, and URLs besides. */
  List<Message> scanOf(
      String time, String addresses, String ports, List<String> urls, int... servers) {
    DiscoveryConfig config =
        new DiscoveryConfig(addresses, null, null, ports, null, null, null, null, urls, null, null);
    return messages(new Run(Instant.parse(time), false, config, servers));
  }

  /** A run over some addresses. */
  List<Message> scanOf(String time, String addresses, int... servers) {
    return scanOf(time, addresses, "4840-4841", null, servers);
  }

  /** A run with an activation filter. */
  List<Message> scan(String time, EndpointActivationFilter filter, int... servers) {
    return messages(
        new Run(Instant.parse(time), false, DiscoveryConfig.ofUrls(null, filter), servers));
  }

  /** A run that only asked some servers. */
  List<Message> ask(String time, int... servers) {
    return messages(new Run(Instant.parse(time), true, NOWHERE_NAMED, servers));
  }

  List<Message> messages(Run run) {
    List<Message> messages = new ArrayList<>();
    int index = 0;
    for (int server : run.servers()) {
      for (ServerSecurityMode mode :
          List.of(
              ServerSecurityMode.None,
              ServerSecurityMode.Sign,
              ServerSecurityMode.SignAndEncrypt)) {
        messages.add(message(endpoint(run.time(), index++, server, mode)));
      }
    }
    DiscoveryResult end =
        new DiscoveryResult(
            "req",
            run.config(),
            run.registerOnly(),
            null,
            new RegistryOperation("ann", Instant.parse("2026-01-01T00:00:00Z")));
    messages.add(message(new DiscoveryEvent(run.time(), index, null, null, end)));
    return messages;
  }

  static DiscoveryEvent endpoint(Instant time, int index, int server, ServerSecurityMode mode) {
    String url = "opc.tcp://PLC" + server + ":4840/";
    String policy = POLICY + (mode == ServerSecurityMode.None ? "None" : "Basic256Sha256");
    // What a server says of itself changes from run to run.
    String version = "10.0.0." + server + ":4840 at " + time;
    return new DiscoveryEvent(
        time,
        index,
        new EndpointRegistration(
            null,
            url,
            "plant1",
            null,
            null,
            new Endpoint(
                "opc.tcp://10.0.0." + server + ":4840/",
                List.of("opc.tcp://10.0.0." + server + ":4840/", url),
                mode,
                policy,
                "0123456789ABCDEF0123456789ABCDEF01234567"),
            mode.ordinal(),
            List.of(new AuthenticationMethod("0", CredentialType.None, null, null))),
        new ApplicationInfo(
            null,
            ApplicationType.Server,
            "urn:server:PLC" + server,
            "urn:acme:product",
            "PLC " + server,
            null,
            Map.of("en", "PLC " + server),
            List.of("DA", "LDS-ME"),
            List.of(url),
            null,
            null,
            List.of(version),
            "plant1",
            null,
            null,
            null,
            null),
        null);
  }

  Message message(DiscoveryEvent event) {
    return message(RegistryJson.bytes(event));
  }

  Message message(byte[] body) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("$$ContentType", Onboarding.EVENT_SCHEMA);
    properties.put("iothub-connection-device-id", device);
    properties.put("iothub-connection-module-id", "discovery");
    return new Message(body, properties);
  }

  static int[] servers(int from, int to) {
    int[] servers = new int[to - from];
    Arrays.setAll(servers, i -> from + i);
    return servers;
  }
}
