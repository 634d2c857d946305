package org.bactrian.edge.publisher.group;

import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

/**
 * Messages that describe the DataSet of a writer (Part 14, 7.2.5.5).
 *
 * @param sent whether there are any: one when the description is known, and one when it changes
 * @param interval interval at which the description is sent again; zero for never
 * @param delivery topic, guarantee and time of these messages
 * @param description description of the DataSet, empty for none
 * @param schemaTopic topic of the JSON schema of its group's messages, empty for no schema
 */
public record MetaDataSettings(
    boolean sent,
    Duration interval,
    MessageDelivery delivery,
    String description,
    String schemaTopic) {

  /** No such messages. */
  public static final MetaDataSettings NONE =
      new MetaDataSettings(false, Duration.ZERO, MessageDelivery.to(""), "", "");

  public MetaDataSettings {
    SettingRange.notNegative("interval", interval);
  }

  /** Returns whether anything needs what the server says of the fields. */
  public boolean needsDescription() {
    return sent || describesMessages();
  }

  /** Returns whether the messages of the group have a schema. */
  public boolean describesMessages() {
    return !schemaTopic.isEmpty();
  }
}
