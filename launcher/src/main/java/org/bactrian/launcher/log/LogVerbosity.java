package org.bactrian.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Verbosity of the log of this process. */
public final class LogVerbosity {

  private static final String PROPERTY = "bactrian.verbose";

  /**
   * Loggers silenced by {@link ConsoleLogProvider} because Bactrian logs the same in a sentence.
   */
  private static final List<String> SILENCED =
      List.of(
          "com.microsoft.azure.sdk.iot.device.transport",
          "org.apache.camel.impl.engine.AbstractCamelContext",
          "org.apache.camel.impl.engine.DefaultShutdownStrategy",
          "org.eclipse.milo.opcua.sdk.server.OpcUaServer",
          "org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler");

  private LogVerbosity() {}

  /** From now on errors come with their traces, each time, and silenced libraries speak. */
  public static void full() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putProperty(PROPERTY, "true");
      SILENCED.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
  }

  static boolean isFull(Context context) {
    return Boolean.parseBoolean(context.getProperty(PROPERTY));
  }
}
