package org.bactrian.edge.publisher.group;

import java.util.Arrays;

/** Sets of headers around the values, under the names of the published nodes file. */
public enum MessagingMode {
  PUB_SUB("PubSub"),
  SAMPLES("Samples"),
  FULL_NETWORK_MESSAGES("FullNetworkMessages"),
  FULL_SAMPLES("FullSamples"),
  DATA_SET_MESSAGES("DataSetMessages"),
  SINGLE_DATA_SET_MESSAGE("SingleDataSetMessage"),
  DATA_SETS("DataSets"),
  SINGLE_DATA_SET("SingleDataSet"),
  RAW_DATA_SETS("RawDataSets"),
  SINGLE_RAW_DATA_SET("SingleRawDataSet");

  private final String text;

  MessagingMode(String text) {
    this.text = text;
  }

  /** The name in files and options. */
  public String text() {
    return text;
  }

  /**
   * The mode of that name, whatever its case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static MessagingMode of(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no messaging mode"));
  }
}
