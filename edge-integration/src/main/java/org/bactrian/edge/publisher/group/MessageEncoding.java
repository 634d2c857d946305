package org.bactrian.edge.publisher.group;

import java.util.Arrays;

/** Encodings of NetworkMessages, under the names of the published nodes file. */
public enum MessageEncoding {
  UADP("Uadp", 1),
  JSON("Json", 2),
  XML("Xml", 4),
  AVRO("Avro", 8),
  IS_REVERSIBLE("IsReversible", 0x40),
  JSON_REVERSIBLE("JsonReversible", 0x42),
  JSON_GZIP("JsonGzip", 0x82),
  AVRO_GZIP("AvroGzip", 0x88),
  JSON_REVERSIBLE_GZIP("JsonReversibleGzip", 0xc2);

  private final String text;
  private final int number;

  MessageEncoding(String text, int number) {
    this.text = text;
    this.number = number;
  }

  /** The name in files and options. */
  public String text() {
    return text;
  }

  /**
   * The number of OPC Publisher's enumeration: a flag for the encoding, 0x40 reversible, 0x80 gzip.
   */
  public int number() {
    return number;
  }

  /**
   * The encoding of that name, whatever its case.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static MessageEncoding of(String text) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no message encoding"));
  }
}
