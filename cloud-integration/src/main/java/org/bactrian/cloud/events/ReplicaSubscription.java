package org.bactrian.cloud.events;

import com.azure.core.exception.AzureException;
import com.azure.core.exception.ResourceExistsException;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClient;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClientBuilder;
import com.azure.messaging.servicebus.administration.models.CreateSubscriptionOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code replicaSubscription}: the subscription of this replica to the topic of registry
 * events, which Service Bus deletes when nobody has received from it for five minutes. It is made
 * anew while it is missing, for which the connection string needs the right to manage; the local
 * Azure makes it by itself, and a configured name stands for one that an administrator has made.
 */
public final class ReplicaSubscription implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaSubscription.class);

  private static final String TOPIC = "registry-events";
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final String connectionString;
  private final String name;
  private final boolean isOurs;
  private final ScheduledExecutorService timer = DaemonThreads.timer("event-subscription");

  /**
   * @param configured name of a subscription that exists; empty for one of this process
   */
  ReplicaSubscription(String connectionString, String configured) {
    this.connectionString = connectionString;
    this.isOurs = configured.isEmpty();
    this.name = isOurs ? "events-" + UUID.randomUUID() : configured;
  }

  /** Name of the subscription. */
  public String name() {
    return name;
  }

  void start() {
    if (isOurs && !connectionString.contains("UseDevelopmentEmulator=true")) {
      timer.scheduleWithFixedDelay(this::make, 0, LOOK.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void make() {
    try {
      ServiceBusAdministrationClient administration =
          new ServiceBusAdministrationClientBuilder()
              .connectionString(connectionString)
              .buildClient();
      if (!administration.getSubscriptionExists(TOPIC, name)) {
        administration.createSubscription(
            TOPIC,
            name,
            new CreateSubscriptionOptions()
                .setAutoDeleteOnIdle(IDLE)
                .setDefaultMessageTimeToLive(LIFE));
      }
    } catch (ResourceExistsException e) {
      LOG.debug("The subscription {} was made meanwhile", name);
    } catch (AzureException | IllegalArgumentException e) {
      LOG.warn(
          "The subscription {} of the topic {} cannot be made: {}. Let the connection string manage"
              + " the namespace, or make a subscription for each replica and name it by"
              + " bactrian.events.subscription.",
          name,
          TOPIC,
          e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
