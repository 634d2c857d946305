package org.bactrian.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.publisher.group.PublisherLoggers;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log as options of the edge ask for it. */
class EdgeLogTest {

  @TempDir private Path folder;
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
  void logAsBefore() throws Exception {
    log.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(log);
    configurator.doConfigure(EdgeLogTest.class.getResource("/logback-test.xml"));
    System.setErr(before);
  }

  @Test
  @Exercises(
      options = {
        "DebugLogNotifications",
        "DebugLogNotificationsFilter",
        "DebugLogEncodedNotifications",
        "EnableOpcUaStackLogging"
      })
  void notificationsMessagesAndTheStackAreLoggedWhereTheyAreAskedFor() {
    use();
    speak();
    assertThat(lines()).isEmpty();

    use("--ln", "--lnf=i=2258", "--len", "--sl");
    speak();
    assertThat(lines())
        .contains("press w1 i=2258: 1", "{body}", "a channel opens")
        .doesNotContain("i=2259");
  }

  @Test
  @Exercises(options = {"LogFormat", "LogFileName"})
  void linesOfTheJournalBeginWithTheirPriorityAlsoInAFile() throws Exception {
    Path file = folder.resolve("edge.log");

    use("--lfm=systemd", "--lf=" + file);
    LoggerFactory.getLogger("org.bactrian.Test").warn("it is late");

    assertThat(lines()).startsWith("<4>Test").endsWith("it is late\n");
    assertThat(Files.readString(file)).isEqualTo(lines());
  }

  private static void use(String... arguments) {
    EdgeOptions options = EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
    EdgeLog.use(options.role().logLevel(), options.observability().log());
  }

  private static void speak() {
    LoggerFactory.getLogger(PublisherLoggers.NOTIFICATIONS).debug("{} {}", "press w1", "i=2258: 1");
    LoggerFactory.getLogger(PublisherLoggers.NOTIFICATIONS).debug("{} {}", "press w1", "i=2259: 1");
    LoggerFactory.getLogger(PublisherLoggers.MESSAGES).debug("{}", "{body}");
    LoggerFactory.getLogger("org.eclipse.milo.Channel").debug("a channel opens");
  }

  private String lines() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
