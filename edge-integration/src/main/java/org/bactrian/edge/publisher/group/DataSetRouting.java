package org.bactrian.edge.publisher.group;

import java.util.Arrays;

/** Ways to append the browse path of a node to the topic of its messages. */
public enum DataSetRouting {
  /** The topic of the writer is that of all its nodes. */
  NONE("None"),
  /** Browse names follow the topic. */
  USE_BROWSE_NAMES("UseBrowseNames"),
  /** Browse names follow the topic, each after the index of its namespace unless that is 0. */
  USE_BROWSE_NAMES_WITH_NAMESPACE_INDEX("UseBrowseNamesWithNamespaceIndex");

  /** Most bytes of the part of a topic that is a browse path; the rest is the writer's. */
  public static final int LONGEST_SUBTOPIC = 32_768;

  private final String text;

  DataSetRouting(String text) {
    this.text = text;
  }

  /** The name in files and options. */
  public String text() {
    return text;
  }

  /**
   * The routing of that name, whatever its case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static DataSetRouting of(String text) {
    return Arrays.stream(values())
        .filter(routing -> routing.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no routing"));
  }
}
