package org.bactrian.cloud.telemetry.sink;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Step of the kamelet {@code postgresql-values-sink}: inserts values into a table of PostgreSQL,
 * which it makes when missing. A value that is there already, by device, message and place in the
 * message, is left as it is, so that a message that comes twice counts once. Thread-safe.
 */
public final class SqlValues {

  /** Property of the exchange with the JDBC URL. */
  public static final String URL = "BactrianValuesUrl";

  /** Property of the exchange with the user. */
  public static final String USER = "BactrianValuesUser";

  /** Property of the exchange with the user's password. */
  public static final String PASSWORD = "BactrianValuesPassword";

  private static final int CONNECTIONS = 4;

  /** Classes of SQL states that say that a value is at fault, or too long for an index. */
  private static final Set<String> FAULTS_OF_VALUES = Set.of("22", "54");

  private static final List<String> SCHEMA =
      List.of(
          """
          create table if not exists telemetry_value (
            device_id text not null,
            message_id text not null,
            value_index integer not null,
            module_id text not null,
            time timestamp with time zone not null,
            publisher_id text,
            data_set_writer_id text,
            endpoint_id text,
            node_id text,
            display_name text,
            number double precision,
            json text,
            data_type text,
            status text,
            source_timestamp timestamp with time zone,
            server_timestamp timestamp with time zone,
            message_timestamp timestamp with time zone,
            sequence_number bigint,
            primary key (device_id, message_id, value_index)
          )
          """,
          "create index if not exists telemetry_value_time on telemetry_value (node_id, time)");

  private static final String INSERT =
      """
      insert into telemetry_value values (:deviceId, :messageId, :index, :moduleId, :time,
        :publisherId, :dataSetWriterId, :endpointId, :nodeId, :displayName, :number, :json,
        :dataType, :status, :sourceTimestamp, :serverTimestamp, :messageTimestamp,
        :sequenceNumber)
      on conflict do nothing
      """;

  private final SinkClients<Pool> pools = new SinkClients<>(pool -> pool.source().close());

  /** Connections to a database whose table is there. */
  private record Pool(HikariDataSource source, Jdbi jdbi) {}

  /**
   * Inserts the values in one transaction, and returns when it is committed.
   *
   * @throws UndeliverableMessageException when the database can store one of them never
   */
  public void insert(@Body List<DecodedMessage> messages, Exchange exchange)
      throws UndeliverableMessageException {
    String url = exchange.getProperty(URL, String.class);
    String user = exchange.getProperty(USER, "", String.class);
    String password = exchange.getProperty(PASSWORD, "", String.class);
    if (messages.stream().allMatch(message -> message.valueCount() == 0)) {
      return;
    }
    Pool pool = pools.get(exchange.getContext(), url + " " + user, () -> open(url, user, password));
    try {
      pool.jdbi()
          .useTransaction(
              handle -> {
                PreparedBatch batch = handle.prepareBatch(INSERT);
                messages.forEach(message -> add(batch, message));
                batch.execute();
              });
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException fault && isOfValue(fault)) {
        throw new UndeliverableMessageException(
            "The database stores no such value: " + reason(fault));
      }
      throw e;
    }
  }

  /** The reason without the statement, which repeats the values. */
  private static String reason(SQLException fault) {
    SQLException next = fault.getNextException();
    return String.valueOf((next == null ? fault : next).getMessage());
  }

  private static boolean isOfValue(SQLException fault) {
    String state = fault.getSQLState();
    return state != null && state.length() > 2 && FAULTS_OF_VALUES.contains(state.substring(0, 2));
  }

  private static Pool open(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("telemetry-values");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    HikariDataSource source = new HikariDataSource(config);
    Jdbi jdbi = Jdbi.create(source);
    try {
      jdbi.useTransaction(handle -> SCHEMA.forEach(handle::execute));
      return new Pool(source, jdbi);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void add(PreparedBatch batch, DecodedMessage message) {
    int index = 0;
    for (MonitoredItemMessage value : message.values()) {
      Instant time = first(value.sourceTimestamp(), value.timestamp(), message.source().enqueued());
      batch
          .bind("deviceId", storable(message.source().deviceId()))
          .bind("messageId", storable(message.id()))
          .bind("index", index++)
          .bind("moduleId", storable(message.source().moduleId()))
          .bind("time", utc(time))
          .bind("publisherId", storable(value.publisherId()))
          .bind("dataSetWriterId", storable(value.dataSetWriterId()))
          .bind("endpointId", storable(value.endpointId()))
          .bind("nodeId", storable(value.nodeId()))
          .bind("displayName", storable(value.displayName()))
          .bind("number", number(value.value()))
          .bind("json", value.value() == null ? null : RegistryJson.text(value.value()))
          .bind("dataType", storable(value.dataType()))
          .bind("status", storable(value.status()))
          .bind("sourceTimestamp", utc(value.sourceTimestamp()))
          .bind("serverTimestamp", utc(value.serverTimestamp()))
          .bind("messageTimestamp", utc(value.timestamp()))
          .bind("sequenceNumber", value.sequenceNumber())
          .add();
    }
  }

  private static Instant first(
      @Nullable Instant source, @Nullable Instant message, Instant enqueued) {
    return Objects.requireNonNullElse(source, Objects.requireNonNullElse(message, enqueued));
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof Boolean truth ? (Double) (truth ? 1.0 : 0.0) : null;
  }

  /** PostgreSQL keeps every character but U+0000. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
