package org.bactrian.edge.publisher.group;

import java.util.Arrays;

/** Guarantees of delivery, under the names of the published nodes file. */
public enum DeliveryGuarantee {
  AT_MOST_ONCE("AtMostOnce"),
  AT_LEAST_ONCE("AtLeastOnce"),
  EXACTLY_ONCE("ExactlyOnce");

  private final String text;

  DeliveryGuarantee(String text) {
    this.text = text;
  }

  /** Returns the name in files and options. */
  public String text() {
    return text;
  }

  /** Returns the quality of service of MQTT, 0 to 2. */
  public int qos() {
    return ordinal();
  }

  /**
   * Returns the guarantee of that name, whatever its case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static DeliveryGuarantee of(String text) {
    return Arrays.stream(values())
        .filter(one -> one.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + text + "\" is no delivery guarantee"));
  }
}
