package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.bactrian.launcher.azure.LocalEndpoints;

/**
 * Addresses of a running demo, and commands to try on it.
 *
 * @param plant URL of the OPC UA server
 * @param hub where the local Azure listens
 * @param edge URL of the edge's HTTP API
 * @param edgeHealth URL of the edge's health
 * @param cloud URL of the cloud's REST API
 * @param cloudHealth URL of the cloud's health
 * @param data data folder, absolute
 * @param nodes published nodes file
 */
record DemoAddresses(
    String plant,
    LocalEndpoints hub,
    String edge,
    String edgeHealth,
    String cloud,
    String cloudHealth,
    Path data,
    Path nodes) {

  /** Text that a shell takes as it stands. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private static final String READ =
      """
      {"connection":{"endpoint":{"url":"%s","securityMode":"None"}},\
      "request":{"nodeId":"nsu=urn:bactrian:plant;s=Line1/Filler/Temperature"}}\
      """;

  /** Prints them, each command on a line of its own, ready to be pasted into a shell. */
  void print(PrintWriter to) {
    to.println();
    to.println("  plant      " + plant + " (OPC UA)");
    to.println(
        "  IoT Hub    " + hub.iotHubEndpoint() + " (REST), " + hub.mqttEndpoint() + " (MQTT)");
    to.println("  Key Vault  " + hub.keyVaultUrl());
    to.println("  edge       " + edge + "/ and " + edgeHealth);
    to.println("  cloud      " + cloud + "/ and " + cloudHealth);
    to.println("  published  " + nodes + " (edit it while the demo runs)");
    to.println();
    to.println(
        "Read a value from the plant through the edge, ask the cloud what it knows, and look");
    to.println("into the hub:");
    to.println();
    to.println("  " + readThroughEdge());
    to.println("  " + askRegistry());
    to.println("  ./bactrian hub devices" + dataOption());
    to.println("  ./bactrian hub monitor" + dataOption());
    to.println();
    to.flush();
  }

  private String readThroughEdge() {
    return "curl -s --cacert %s -H \"Authorization: ApiKey $(cat %s)\" -H %s -d '%s' %s/v2/read"
        .formatted(
            quoted(data.resolve("http/server.crt").toString()),
            quoted(data.resolve("http/api-key").toString()),
            "\"Content-Type: application/json\"",
            READ.formatted(plant),
            edge);
  }

  private String askRegistry() {
    return "curl -s -H \"Authorization: Bearer $(./bactrian token%s)\" %s/registry/v2/publishers"
        .formatted(dataOption(), cloud);
  }

  private String dataOption() {
    boolean usual = data.equals(Path.of(".bactrian").toAbsolutePath());
    return usual ? "" : " --data " + quoted(data.toString());
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
