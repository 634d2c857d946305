package org.bactrian.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.spi.MDCAdapter;

/**
 * SLF4J provider of the {@code bactrian} script: Logback, set up in code. Reading the same from XML
 * takes a short command a sixth of its time.
 */
public final class ConsoleLogProvider extends LogbackServiceProvider {

  /** Name of the appender to stderr. */
  static final String APPENDER = "stderr";

  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %-24.24logger{0} %oneLine";

  private static final String SYSTEMD_PATTERN = "<%priority>%-24.24logger{0} %oneLine";

  private static final Map<String, Level> LEVELS =
      Map.ofEntries(
          Map.entry(Logger.ROOT_LOGGER_NAME, Level.INFO),
          Map.entry("org.apache.camel", Level.WARN),
          // Says of each look at a broken route what the look says better.
          Map.entry("org.apache.camel.impl.engine.AbstractCamelContext", Level.ERROR),
          // Exchanges that a stop cuts off are sent again by who keeps them.
          Map.entry("org.apache.camel.impl.engine.DefaultShutdownStrategy", Level.ERROR),
          Map.entry("org.eclipse.milo", Level.WARN),
          // It speaks twice at each try of a port that speaks no OPC UA, of which the session tells
          // once, in a sentence.
          Map.entry(
              "org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler",
              Level.OFF),
          // It speaks at each try of a client that a server does not trust, of which the server
          // keeps the certificate.
          Map.entry(
              "org.eclipse.milo.opcua.stack.transport.server.uasc.UascServerAsymmetricHandler",
              Level.OFF),
          // It tells at each look at a certificate that it leaves revocation to whoever asked for
          // that.
          Map.entry(
              "org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil",
              Level.ERROR),
          // The simulator says itself, in one line, that its port is taken.
          Map.entry("org.eclipse.milo.opcua.sdk.server.OpcUaServer", Level.ERROR),
          Map.entry("com.microsoft.azure", Level.WARN),
          // It tells at INFO of each token that a service answers without the id of its request.
          Map.entry("com.microsoft.aad.msal4j", Level.WARN),
          // It prints a stack trace for each lost connection, of which HubLink tells in a sentence.
          Map.entry("com.microsoft.azure.sdk.iot.device.transport", Level.OFF),
          // It tells at WARN how links come and go, which Service Bus does all the time.
          Map.entry("com.azure", Level.ERROR),
          Map.entry("com.zaxxer.hikari", Level.WARN),
          // It calls every release of H2 too new.
          Map.entry("org.flywaydb", Level.ERROR),
          // A composite registry and its parts are all beans, so what is bound to each is there
          // twice.
          Map.entry("io.micrometer.core.instrument.MeterRegistry", Level.ERROR),
          Map.entry("io.netty", Level.WARN),
          Map.entry("io.vertx", Level.WARN));

  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter properties = new LogbackMDCAdapter();

  @Override
  public void initialize() {
    context.setMDCAdapter(properties);
    configure(context);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return properties;
  }

  /** Writes the log to stderr: stdout holds nothing but what a command answers. */
  static void configure(LoggerContext context) {
    // LogFormat puts another encoder in place of this one when asked.
    LayoutWrappingEncoder<ILoggingEvent> encoder = encoder(context, PATTERN);
    RepeatedFailureFilter filter = new RepeatedFailureFilter();
    filter.setContext(context);
    filter.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.addFilter(filter);
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
  }

  /** Begins lines with the priority of syslog from now on. */
  static void writeSystemd(LoggerContext context) {
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
        instanceof OutputStreamAppender<ILoggingEvent> appender) {
      appender.setEncoder(encoder(context, SYSTEMD_PATTERN));
    }
  }

  private static LayoutWrappingEncoder<ILoggingEvent> encoder(
      LoggerContext context, String pattern) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("oneLine", OneLineFormatter::new);
    layout.getInstanceConverterMap().put("priority", SyslogPriority::new);
    layout.setPattern(pattern);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }
}
