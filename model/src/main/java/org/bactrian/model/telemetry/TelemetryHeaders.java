package org.bactrian.model.telemetry;

/**
 * Names of the exchange headers that describe one NetworkMessage on its way to a sink.
 *
 * <p>The publisher sets them, routes filter on them, telemetry kamelets read them. The body of such
 * an exchange is the encoded NetworkMessage, a {@code byte[]}. A header that does not apply is
 * absent, never null or empty.
 */
public final class TelemetryHeaders {

  /**
   * Name of the transport of the writer group, for instance {@code iothub}, {@code mqtt5}, {@code
   * file} or {@code log}: the part before {@code -telemetry-sink} in the name of a kamelet. A
   * String.
   */
  public static final String TRANSPORT = "BactrianTransport";

  /** Name of the WriterGroup that the message belongs to. A String. */
  public static final String WRITER_GROUP = "BactrianWriterGroup";

  /**
   * Names of the DataSetWriters with a DataSetMessage in this message, in the order of their first
   * message, without repetition. A {@code List<String>}.
   */
  public static final String DATA_SET_WRITERS = "BactrianDataSetWriters";

  /**
   * Type of the message (OPC UA Part 14, 7.2.5): {@code ua-data}, {@code ua-metadata}, or what the
   * messaging mode has in its place. A String.
   */
  public static final String MESSAGE_TYPE = "BactrianMessageType";

  /**
   * Sequence number of the NetworkMessage within its WriterGroup, rising by one a message. A Long.
   */
  public static final String SEQUENCE_NUMBER = "BactrianSequenceNumber";

  /**
   * Id of the message, the same at every attempt to send it, so that a receiver can drop copies.
   */
  public static final String MESSAGE_ID = "BactrianMessageId";

  /** Media type of the body, for instance {@code application/json}. A String. */
  public static final String CONTENT_TYPE = "BactrianContentType";

  /** Content encoding of the body, for instance {@code utf-8} or {@code gzip}. A String. */
  public static final String CONTENT_ENCODING = "BactrianContentEncoding";

  /** Topic that a message goes to where the transport knows topics. A String. */
  public static final String TOPIC = "BactrianTopic";

  /**
   * Folder below that of the sink for the file that a message is written to; absent for the folder
   * of the sink itself. A String.
   */
  public static final String FOLDER = "BactrianFolder";

  /**
   * Quality of service of the message where the transport knows one, as MQTT numbers them: 0 at
   * most once, 2 exactly once; absent for at least once. A whole number.
   */
  public static final String QUALITY_OF_SERVICE = "BactrianQualityOfService";

  /** {@code true} when a broker is to keep the message for later subscribers. A String. */
  public static final String RETAINED = "BactrianRetained";

  /** Milliseconds for which a broker keeps the message; absent for no limit. A whole number. */
  public static final String TIME_TO_LIVE = "BactrianTimeToLive";

  /**
   * Application properties that travel beside the body where the transport has a place for them,
   * such as IoT Hub's application properties or MQTT 5 user properties. A {@code Map<String,
   * String>}.
   */
  public static final String PROPERTIES = "BactrianProperties";

  private TelemetryHeaders() {}
}
