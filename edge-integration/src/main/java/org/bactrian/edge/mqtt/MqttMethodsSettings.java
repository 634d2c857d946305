package org.bactrian.edge.mqtt;

import java.time.Duration;
import org.bactrian.edge.options.MqttBroker;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.time.Backoff;

/**
 * Broker and topic at which methods are called.
 *
 * @param broker the broker
 * @param topic topic that the names of methods follow, without a slash at its end
 * @param reconnect delays between attempts to connect
 * @param budget memory that requests may take together, also those of other transports
 */
public record MqttMethodsSettings(
    MqttBroker broker, String topic, Backoff reconnect, ByteBudget budget) {

  public MqttMethodsSettings {
    if (topic.isEmpty() || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The topic \""
              + topic
              + "\" of methods is not valid. Give --methodtopictemplate a topic without + and #");
    }
  }

  /** Returns settings with the default delays between attempts to connect. */
  public static MqttMethodsSettings of(MqttBroker broker, String topic, ByteBudget budget) {
    return new MqttMethodsSettings(
        broker, topic, new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)), budget);
  }
}
