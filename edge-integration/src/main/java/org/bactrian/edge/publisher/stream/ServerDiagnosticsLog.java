package org.bactrian.edge.publisher.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueWriter;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.SessionDiagnosticsDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionDiagnosticsDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of what servers count of the edge's sessions and their subscriptions (Part 5, 12.11 and
 * 12.15), for connections that ask for it: at each connect and at an interval. A server that counts
 * nothing is told to begin. Thread-safe.
 */
final class ServerDiagnosticsLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerDiagnosticsLog.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final ScheduledThreadPoolExecutor TIMER =
      DaemonThreads.timer("server-diagnostics");

  private static final NodeAttributeId ENABLED =
      NodeAttributeId.value(NodeIds.Server_ServerDiagnostics_EnabledFlag.expanded());
  private static final List<NodeAttributeId> TARGETS =
      List.of(
          ENABLED,
          NodeAttributeId.value(
              NodeIds.Server_ServerDiagnostics_SessionsDiagnosticsSummary_SessionDiagnosticsArray
                  .expanded()),
          NodeAttributeId.value(
              NodeIds.Server_ServerDiagnostics_SubscriptionDiagnosticsArray.expanded()));

  private final SessionPool sessions;
  private final Map<ConnectionSettings, Watched> watched = new HashMap<>();

  /** Connection whose diagnostics are logged, until it is ended. */
  private record Watched(Session session, ScheduledFuture<?> schedule) {

    void end() {
      schedule.cancel(false);
      session.close();
    }
  }

  ServerDiagnosticsLog(SessionPool sessions) {
    this.sessions = sessions;
  }

  /** Logs the diagnostics of these connections from now on, and of no others. */
  synchronized void watch(Set<ConnectionSettings> wanted) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !wanted.contains(entry.getKey());
              if (unwanted) {
                entry.getValue().end();
              }
              return unwanted;
            });
    wanted.forEach(connection -> watched.computeIfAbsent(connection, this::begin));
  }

  @Override
  public void close() {
    watch(Set.of());
  }

  private Watched begin(ConnectionSettings connection) {
    Session session = sessions.open(connection);
    session.onState(
        state -> {
          if (state instanceof SessionState.Connected) {
            TIMER.execute(() -> log(session, true));
          }
        });
    long millis = INTERVAL.toMillis();
    return new Watched(
        session,
        TIMER.scheduleWithFixedDelay(
            () -> log(session, false), millis, millis, TimeUnit.MILLISECONDS));
  }

  /**
   * Logs the diagnostics of a session.
   *
   * @param enables whether a server that counts nothing is told to begin
   */
  private static void log(Session session, boolean enables) {
    if (!(session.state() instanceof SessionState.Connected)) {
      return;
    }
    String server = session.settings().endpointUrl();
    NodeServices services = new NodeServices(session::client);
    session
        .client()
        .thenCompose(
            client ->
                client
                    .getSessionAsync()
                    .thenCombine(
                        services.read(TARGETS, ReadOptions.DEFAULT),
                        (own, answers) -> {
                          if (enables
                              && Boolean.FALSE.equals(answers.get(0).value().value().value())) {
                            enable(services, session);
                          }
                          return text(client, own.getSessionId(), answers);
                        }))
        .whenComplete(
            (text, fault) -> {
              if (fault != null) {
                LOG.warn("{}: diagnostics could not be read: {}", server, fault.getMessage());
              } else if (text.isEmpty()) {
                LOG.info("{}: the server has no diagnostics of this session.", server);
              } else {
                LOG.info("{}: diagnostics of this session: {}", server, text);
              }
            });
  }

  private static void enable(NodeServices services, Session session) {
    services
        .write(List.of(new NodeWrite(ENABLED, Variant.ofBoolean(true))))
        .whenComplete(
            (results, fault) -> {
              LOG.info(
                  "{}: diagnostics were off; {}",
                  session.settings().endpointUrl(),
                  fault == null ? "they were asked for." : fault.getMessage());
              TIMER.schedule(() -> log(session, false), 1, TimeUnit.SECONDS);
            });
  }

  /** Counters of a session and of its subscriptions as JSON; empty for none. */
  private static String text(OpcUaClient client, NodeId session, List<AttributeValue> answers) {
    EncodingContext context = client.getStaticEncodingContext();
    List<ExtensionObject> ofSession = new ArrayList<>();
    List<ExtensionObject> subscriptions = new ArrayList<>();
    for (ExtensionObject one : structures(answers.get(1))) {
      if (one.decode(context) instanceof SessionDiagnosticsDataType counts
          && session.equals(counts.getSessionId())) {
        ofSession.add(one);
      }
    }
    for (ExtensionObject one : structures(answers.get(2))) {
      if (one.decode(context) instanceof SubscriptionDiagnosticsDataType counts
          && session.equals(counts.getSessionId())) {
        subscriptions.add(one);
      }
    }
    return ofSession.isEmpty() && subscriptions.isEmpty()
        ? ""
        : json(context, ofSession, subscriptions);
  }

  private static ExtensionObject[] structures(AttributeValue answer) {
    return answer.value().value().value() instanceof ExtensionObject[] structures
        ? structures
        : new ExtensionObject[0];
  }

  private static String json(
      EncodingContext context,
      List<ExtensionObject> ofSession,
      List<ExtensionObject> subscriptions) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      ValueWriter values = new ValueWriter(out, ValueFormat.COMPATIBLE, context);
      out.writeStartObject();
      if (!ofSession.isEmpty()) {
        out.writeFieldName("Session");
        values.value(ofSession.get(0));
      }
      out.writeFieldName("Subscriptions");
      values.value(subscriptions.toArray(ExtensionObject[]::new));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
