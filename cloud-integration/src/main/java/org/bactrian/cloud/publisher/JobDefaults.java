package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.model.time.TimeSpanText;

/**
 * Settings of the engine that every change of a job writes into it.
 *
 * @param messagingMode form of its messages, {@code Samples} or {@code PubSub}; a job that exists
 *     keeps its own
 * @param batchSize messages in one message to IoT Hub, 2 to 1000
 * @param batchInterval longest time that a message waits for others, 100 ms to one hour
 * @param maxOutgressMessages messages to IoT Hub that wait at the publisher, 2 to 25,000
 */
record JobDefaults(
    String messagingMode, int batchSize, Duration batchInterval, int maxOutgressMessages) {

  static final JobDefaults DEFAULT = new JobDefaults("Samples", 50, Duration.ofMillis(500), 4096);

  JobDefaults {
    if (!messagingMode.equals("Samples") && !messagingMode.equals("PubSub")) {
      throw new IllegalArgumentException(
          "The messaging mode of jobs is Samples or PubSub, was " + messagingMode + ".");
    }
    SettingRange.atLeastOne("batchSize", batchSize);
    SettingRange.notNegative("batchInterval", batchInterval);
    SettingRange.atLeastOne("maxOutgressMessages", maxOutgressMessages);
  }

  /**
   * Reads the settings; numbers that are none or out of range stay at their defaults, as in version
   * 2.8.
   *
   * @param property value of a property of the cloud, empty for none
   * @param environment environment variables, for properties that are not set
   */
  static JobDefaults of(UnaryOperator<String> property, Map<String, String> environment) {
    BinaryOperator<String> value =
        (name, variable) -> {
          String text = property.apply("bactrian.publisher." + name);
          return text.isEmpty() ? environment.getOrDefault(variable, "") : text;
        };
    String mode = property.apply("bactrian.publisher.messaging-mode");
    return new JobDefaults(
        mode.isEmpty() ? DEFAULT.messagingMode() : mode,
        within(
            value.apply("batch-size", "PCS_DEFAULT_PUBLISH_JOB_BATCH_SIZE"),
            2,
            1000,
            DEFAULT.batchSize()),
        Duration.ofMillis(
            within(
                value.apply("batch-interval", "PCS_DEFAULT_PUBLISH_JOB_BATCH_INTERVAL"),
                100,
                3_600_000,
                (int) DEFAULT.batchInterval().toMillis())),
        within(
            value.apply("max-outgress-messages", "PCS_DEFAULT_PUBLISH_MAX_OUTGRESS_MESSAGES"),
            2,
            25_000,
            DEFAULT.maxOutgressMessages()));
  }

  private static int within(String text, int least, int most, int otherwise) {
    if (!text.matches("\\d{1,9}")) {
      return otherwise;
    }
    int number = Integer.parseInt(text);
    return number < least || number > most ? otherwise : number;
  }

  /** Writes what a change writes again into a job that exists. */
  void write(ObjectNode engine) {
    engine
        .put("batchSize", batchSize)
        .put("batchTriggerInterval", TimeSpanText.format(batchInterval))
        .put("maxOutgressMessages", maxOutgressMessages);
  }
}
