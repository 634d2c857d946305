package org.bactrian.iothub.events;

import com.azure.messaging.eventhubs.CheckpointStore;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.model.setting.SettingRange;

/** Reads what devices and modules sent to Azure IoT Hub from its built-in endpoint. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "iothub-events",
    title = "IoT Hub Events",
    syntax = "iothub-events:consumerGroup",
    consumerOnly = true,
    category = {Category.CLOUD, Category.IOT},
    headersClass = IotHubEventsConstants.class)
public class IotHubEventsEndpoint extends DefaultEndpoint {

  private static final int MAX_BATCH = 1_000;

  @UriPath
  @Metadata(required = true, description = "Consumer group of the built-in endpoint to read for.")
  private String consumerGroup;

  @UriParam private IotHubEventsConfiguration configuration;

  public IotHubEventsEndpoint(
      String uri,
      IotHubEventsComponent component,
      IotHubEventsConfiguration configuration,
      String consumerGroup) {
    super(uri, component);
    this.configuration = configuration;
    this.consumerGroup = consumerGroup;
  }

  /** Checks the options before a route starts with them. */
  void check() {
    int batch = configuration.getBatchSize();
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batchSize must be from 1 to 1000, was " + batch);
    }
    SettingRange.atLeastOne("batchWait", configuration.getBatchWait());
    SettingRange.notNegative("maxAge", configuration.getMaxAge());
    SettingRange.atLeastOne("ownershipExpiry", configuration.getOwnershipExpiry());
    SettingRange.atLeastOne("retryDelay", configuration.getRetryDelay());
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "iothub-events only reads. To send as a device, use iothub-module:telemetry.");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    CheckpointStore store = configuration.getCheckpointStore();
    Consumer consumer =
        store == null
            ? new LiveEventConsumer(this, processor)
            : new CheckpointedEventConsumer(this, processor, store);
    configureConsumer(consumer);
    return consumer;
  }

  public String getConsumerGroup() {
    return consumerGroup;
  }

  public void setConsumerGroup(String consumerGroup) {
    this.consumerGroup = consumerGroup;
  }

  public IotHubEventsConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(IotHubEventsConfiguration configuration) {
    this.configuration = configuration;
  }
}
