package org.bactrian.edge.publisher.group;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a NetworkMessage is written, under the names of the published nodes file. */
public enum MessageEncoding {
  UADP("Uadp"),
  JSON("Json"),
  XML("Xml"),
  AVRO("Avro"),
  IS_REVERSIBLE("IsReversible"),
  JSON_REVERSIBLE("JsonReversible"),
  JSON_GZIP("JsonGzip"),
  AVRO_GZIP("AvroGzip"),
  JSON_REVERSIBLE_GZIP("JsonReversibleGzip");

  private final String text;

  MessageEncoding(String text) {
    this.text = text;
  }

  /** The name in files and options. */
  public String text() {
    return text;
  }

  /**
   * The encoding of that name, whatever its case.
   *
   * @throws IllegalArgumentException naming those that exist
   */
  public static MessageEncoding of(String text) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\""
                        + text
                        + "\" is no message encoding. Write one of "
                        + Arrays.stream(values())
                            .map(MessageEncoding::text)
                            .collect(Collectors.joining(", "))));
  }
}
