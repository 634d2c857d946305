package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State of Service Bus that survives a kill. */
class ServiceBusDurabilityTest {

  @TempDir Path folder;

  @Test
  void whatWasAcceptedBeforeKillMinusNineIsThereOnceAndWhatWasCompletedIsNot() throws Exception {
    List<String> accepted = new CopyOnWriteArrayList<>();
    List<String> completed = new ArrayList<>();
    Process azure = fork();
    try {
      Thread sending = new Thread(() -> sendUntilKilled(accepted));
      sending.start();
      try (ServiceBusReceiverClient receiver = receiver()) {
        while (completed.size() < 50) {
          assertThat(sending.isAlive()).isTrue();
          for (ServiceBusReceivedMessage message :
              receiver.receiveMessages(10, Duration.ofSeconds(20))) {
            receiver.complete(message);
            completed.add(message.getBody().toString());
          }
        }
        await().until(() -> accepted.size() >= 200);
        azure.destroyForcibly().waitFor();
        sending.join();
      }
    } finally {
      azure.destroyForcibly().waitFor();
    }

    try (RunningAzure running = RunningAzure.in(folder);
        ServiceBusReceiverClient receiver =
            receiver(running.azure().serviceBus().connectionString())) {
      List<String> found = drain(receiver);
      assertThat(found).doesNotHaveDuplicates().doesNotContainAnyElementsOf(completed);
      accepted.removeAll(completed);
      assertThat(found).containsAll(accepted);
      // One more may have been on the way when the process died.
      assertThat(found.size()).isBetween(accepted.size(), accepted.size() + 1);
    }
  }

  @Test
  void whatIsScheduledDeadOrDeferredSurvivesARestart() {
    long deferred;
    try (RunningAzure running = RunningAzure.in(folder)) {
      String connection = running.azure().serviceBus().connectionString();
      try (ServiceBusSenderClient sender = sender(connection);
          ServiceBusReceiverClient receiver = receiver(connection)) {
        sender.sendMessage(new ServiceBusMessage("dead"));
        sender.sendMessage(new ServiceBusMessage("deferred"));
        receiver.deadLetter(next(receiver));
        ServiceBusReceivedMessage message = next(receiver);
        deferred = message.getSequenceNumber();
        receiver.defer(message);
        sender.scheduleMessage(
            new ServiceBusMessage("scheduled"), OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(3));
      }
    }

    try (RunningAzure running = RunningAzure.in(folder)) {
      String connection = running.azure().serviceBus().connectionString();
      try (ServiceBusReceiverClient receiver = receiver(connection);
          ServiceBusReceiverClient graves =
              builder(connection)
                  .receiver()
                  .queueName(PlatformEntities.ONBOARDING + "/$deadletterqueue")
                  .disableAutoComplete()
                  .buildClient()) {
        assertThat(next(graves).getBody().toString()).isEqualTo("dead");
        assertThat(receiver.receiveDeferredMessage(deferred).getBody().toString())
            .isEqualTo("deferred");
        assertThat(next(receiver).getBody().toString()).isEqualTo("scheduled");
      }
    }
  }

  private void sendUntilKilled(List<String> accepted) {
    try (ServiceBusSenderClient sender = sender(connectionString())) {
      for (int i = 0; ; i++) {
        sender.sendMessage(new ServiceBusMessage("message " + i));
        accepted.add("message " + i);
      }
    } catch (ServiceBusException killed) {
      // As it should be.
    }
  }

  private static List<String> drain(ServiceBusReceiverClient receiver) {
    List<String> found = new ArrayList<>();
    while (receiver.peekMessage(1) != null) {
      for (ServiceBusReceivedMessage message :
          receiver.receiveMessages(100, Duration.ofSeconds(5))) {
        found.add(message.getBody().toString());
        receiver.complete(message);
      }
    }
    return found;
  }

  private static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
    return receiver.receiveMessages(1, Duration.ofSeconds(30)).stream().findFirst().orElseThrow();
  }

  private ServiceBusReceiverClient receiver() {
    return receiver(connectionString());
  }

  private static ServiceBusReceiverClient receiver(String connection) {
    return builder(connection)
        .receiver()
        .queueName(PlatformEntities.ONBOARDING)
        .disableAutoComplete()
        .buildClient();
  }

  private static ServiceBusSenderClient sender(String connection) {
    return builder(connection)
        .retryOptions(tryingFor(Duration.ofMinutes(1)))
        .sender()
        .queueName(PlatformEntities.ONBOARDING)
        .buildClient();
  }

  private static ServiceBusClientBuilder builder(String connection) {
    return new ServiceBusClientBuilder()
        .connectionString(connection)
        .retryOptions(tryingFor(Duration.ofSeconds(5)));
  }

  private static AmqpRetryOptions tryingFor(Duration timeout) {
    return new AmqpRetryOptions().setTryTimeout(timeout).setMaxRetries(0);
  }

  private String connectionString() {
    try {
      return new ObjectMapper()
          .readTree(folder.resolve("local-azure.json").toFile())
          .path("serviceBusConnectionString")
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process fork() throws Exception {
    ProcessBuilder builder = JvmProcess.of(ForkedAzure.class, folder.toString());
    builder.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "azure.log"));
    Process process = builder.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("local-azure.json")) || !process.isAlive());
    return process;
  }
}
