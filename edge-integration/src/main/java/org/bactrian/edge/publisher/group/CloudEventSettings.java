package org.bactrian.edge.publisher.group;

/**
 * Attributes of the CloudEvents of a DataSetWriter (CloudEvents 1.0), each empty where the file
 * does not name it.
 *
 * @param source source; without one it is the application URI of the server, else its address
 * @param subject subject; without one there is none
 * @param type name of the DataSet's type, which follows the kind of message
 */
public record CloudEventSettings(String source, String subject, String type) {

  /** Nothing named. */
  public static final CloudEventSettings NONE = new CloudEventSettings("", "", "");
}
