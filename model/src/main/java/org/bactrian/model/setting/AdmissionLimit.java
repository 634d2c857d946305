package org.bactrian.model.setting;

import java.util.Arrays;
import java.util.Locale;
import org.apache.camel.CamelContext;

/**
 * Limits of what a process takes on at once. What exceeds one is refused as busy, so that its
 * caller asks again later. Each is set by the property {@code bactrian.limits.NAME} of its name in
 * small letters, with hyphens.
 */
public enum AdmissionLimit {
  /** Methods that one transport, IoT Hub or MQTT, carries out at once. */
  METHODS(2_048),
  /** Methods of one transport that wait for a thread to begin on. */
  WAITING_METHODS(256),
  /** Methods in chunks that are under way at once. */
  CHUNKED_METHODS(2_048),
  /** Streamed answers that are collected into the answers of methods at once. */
  COLLECTED_STREAMS(16),
  /** Streamed answers that are sent over HTTP at once. */
  HTTP_STREAMS(64),
  /** Requests of OPC Twin that have a thread at once; each waits for a server most of its time. */
  REQUESTS(512),
  /** Of these, the requests for one server. */
  REQUESTS_PER_SERVER(64),
  /** Requests for one server with those that wait for a thread or a connection. */
  PENDING_PER_SERVER(256),
  /** Discoveries that wait for their turn. */
  DISCOVERIES(100),
  /** Activated endpoints whose state is watched; requests are carried out for all. */
  WATCHED_ENDPOINTS(500),
  /** Applications that are registered with the Global Discovery Server of an edge. */
  GDS_APPLICATIONS(1_000),
  /** Requests of applications that wait for the Vault, or for being fetched. */
  GDS_REQUESTS(1_000),
  /** Bytes of a request over MQTT; the broker drops a larger one. */
  MQTT_REQUEST_BYTES(16 << 20);

  private final int usual;

  AdmissionLimit(int usual) {
    this.usual = usual;
  }

  /** The limit where no property sets another. */
  public int usual() {
    return usual;
  }

  /** Name of the property, such as {@code bactrian.limits.waiting-methods}. */
  public String property() {
    return "bactrian.limits." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The limit in a context.
   *
   * @throws IllegalArgumentException when its property is no number from 1
   */
  public int in(CamelContext context) {
    String text =
        context
            .getPropertiesComponent()
            .resolveProperty(property())
            .map(String::strip)
            .orElse(Integer.toString(usual));
    if (!text.matches("0*[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "%s is \"%s\". Write a number from 1 to 999999999, such as %s."
              .formatted(property(), text, usual));
    }
    return Integer.parseInt(text);
  }

  /**
   * Checks the limits of a context, so that a process with a wrong one does not start.
   *
   * @throws IllegalArgumentException when a property is no number from 1
   */
  public static void check(CamelContext context) {
    Arrays.stream(values()).forEach(limit -> limit.in(context));
  }
}
