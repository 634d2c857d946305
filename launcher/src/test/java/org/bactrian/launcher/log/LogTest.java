package org.bactrian.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientMessageHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log as users see it, with the configuration that comes with the launcher. */
class LogTest {

  private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void logAsUsersDo() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    log.reset();
    ConsoleLogProvider.configure(log);
  }

  @AfterEach
  void logAsTestsDo() throws Exception {
    log.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(log);
    configurator.doConfigure(LogTest.class.getResource("/logback-test.xml"));
    System.setErr(before);
  }

  @Test
  void aStepThatThrowsIsOneLineHoweverOftenItDoes() throws Exception {
    throwThreeTimes("the press is hot");

    assertThat(lines()).singleElement().asString().contains("the press is hot");
  }

  @Test
  void anotherReasonIsAnotherLine() throws Exception {
    throwThreeTimes("the press is hot");
    throwThreeTimes("the press is cold");

    assertThat(lines()).hasSize(2);
  }

  @Test
  void aVerboseLogShowsEachTrace() throws Exception {
    LogVerbosity.full();

    throwThreeTimes("the press is hot");

    assertThat(lines()).filteredOn(line -> line.startsWith("\tat ")).hasSizeGreaterThan(10);
    assertThat(lines()).filteredOn(line -> line.contains("Message History")).hasSize(3);
  }

  @Test
  void anExceptionIsWrittenByItsReason() {
    Exception reason = new IllegalStateException("no key");

    LoggerFactory.getLogger("org.bactrian.x").warn("Not sent", new IOException("failed", reason));

    assertThat(lines()).singleElement().asString().endsWith("Not sent: no key");
  }

  @Test
  void whatACallerSendsWritesNoLinesOfItsOwnAndSteersNoTerminal() {
    String forged = "10.0.0.1\n12:00:00.000 INFO  Login ann signed in\r\u001b[2K\u2028";
    Logger bactrian = LoggerFactory.getLogger("org.bactrian.x");

    bactrian.warn("Ranges {} are\tnone", forged);
    bactrian.warn("Not sent", new IOException("of \u001b[2K" + forged));
    LoggerFactory.getLogger("org.apache.camel.x").warn("A step of \u001b[2K failed");
    LogVerbosity.full();
    bactrian.warn("Ranges {} are none", forged);

    assertThat(lines()).hasSize(4).noneMatch(line -> line.contains("\u001b"));
    assertThat(lines().get(0))
        .endsWith(
            "Ranges 10.0.0.1\\n12:00:00.000 INFO  Login ann signed in\\r\\u001b[2K\\u2028"
                + " are\tnone");
  }

  @Test
  void whatTheAzureSdkSaysOfOtherThingsThanLostConnectionsIsWritten() {
    Logger lost = LoggerFactory.getLogger("com.microsoft.azure.sdk.iot.device.transport.X");
    Logger other = LoggerFactory.getLogger("com.microsoft.azure.sdk.iot.device.DeviceClient");

    lost.error("Connection lost");
    other.warn("The key is old");
    LogVerbosity.full();
    lost.error("Connection lost again");

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).endsWith("The key is old");
    assertThat(lines().get(1)).endsWith("Connection lost again");
  }

  @Test
  void tokensThatComeWithoutTheIdOfTheirRequestAreNotWritten() {
    Logger tokens = LoggerFactory.getLogger("com.microsoft.aad.msal4j.HttpHelper");

    tokens.info("Sent (1) Correlation Id is not same as received (null).");
    tokens.warn("The token server is away");

    assertThat(lines()).singleElement().asString().endsWith("The token server is away");
  }

  @Test
  void whatMiloSaysOfAStrangerAtThePortIsLeftToTheSession() {
    Logger greeting = LoggerFactory.getLogger(UascClientAcknowledgeHandler.class);
    Logger messages = LoggerFactory.getLogger(UascClientMessageHandler.class);

    greeting.error("Exception caught: max message length exceeded", new IOException("HTTP"));
    messages.error("Error decoding symmetric message", new IOException("chunk too large"));

    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith("Error decoding symmetric message: chunk too large");
  }

  @Test
  void aLineBeginsWithDateZoneAndLevel() {
    LoggerFactory.getLogger("org.bactrian.x").warn("Not sent");

    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.]\\d{3}(Z|[+-]\\d\\d:\\d\\d) WARN  x +Not"
                + " sent");
  }

  @Test
  void aLogOfJsonIsOneObjectALineAlsoForWhatIsPrintedBesideIt() throws Exception {
    LogFormat.JSON.use();

    LoggerFactory.getLogger("org.bactrian.x").warn("Not\nsent {}", 5, new IOException("no key"));
    PrintWriter beside = LogLineWriter.writer();
    beside.println("The edge runs.");
    beside.println("bactrian: The port is taken");
    throwThreeTimes("the press is hot");

    List<JsonNode> entries = new ArrayList<>();
    for (String line : lines()) {
      entries.add(new ObjectMapper().readTree(line));
    }
    assertThat(entries).hasSize(4).allMatch(entry -> entry.path("timestamp").asLong() > 0);
    assertThat(entries.get(0).path("level").asText()).isEqualTo("WARN");
    assertThat(entries.get(0).path("loggerName").asText()).isEqualTo("org.bactrian.x");
    assertThat(entries.get(0).path("formattedMessage").asText()).isEqualTo("Not\nsent 5");
    assertThat(entries.get(0).at("/throwable/message").asText()).isEqualTo("no key");
    assertThat(entries.get(1).path("formattedMessage").asText()).isEqualTo("The edge runs.");
    assertThat(entries.get(2).path("level").asText()).isEqualTo("ERROR");
  }

  private void throwThreeTimes(String reason) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:press").throwException(new IllegalStateException(reason));
            }
          });
      context.start();
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(CamelExecutionException.class)
            .isThrownBy(() -> context.createProducerTemplate().sendBody("direct:press", "x"));
      }
    }
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
