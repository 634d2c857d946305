package org.bactrian.cloud.telemetry;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.bactrian.cloud.storage.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Store of what replicas own and have processed of an event hub, in the database that they share. A
 * partition is claimed with the tag that its last claim left, so that of two replicas only one gets
 * it.
 */
final class SqlCheckpointStore implements CheckpointStore {

  private static final String KEY =
      " namespace = :namespace and event_hub = :eventHub and consumer_group = :consumerGroup";
  private static final String PARTITION_KEY = KEY + " and partition_id = :partitionId";

  private final Database database;
  private final InstantSource clock;

  SqlCheckpointStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Names of a consumer group. */
  private record Group(String namespace, String eventHub, String consumerGroup) {

    <S extends SqlStatement<S>> S bind(S statement) {
      return statement
          .bind("namespace", namespace)
          .bind("eventHub", eventHub)
          .bind("consumerGroup", consumerGroup);
    }
  }

  @Override
  public Flux<PartitionOwnership> listOwnership(
      String namespace, String eventHub, String consumerGroup) {
    Group group = new Group(namespace, eventHub, consumerGroup);
    return many(
        () ->
            database.read(
                handle ->
                    group
                        .bind(
                            handle.createQuery(
                                "select partition_id, owner_id, etag, changed_at"
                                    + " from telemetry_owner where"
                                    + KEY))
                        .map(
                            (row, context) ->
                                new PartitionOwnership()
                                    .setFullyQualifiedNamespace(namespace)
                                    .setEventHubName(eventHub)
                                    .setConsumerGroup(consumerGroup)
                                    .setPartitionId(row.getString("partition_id"))
                                    .setOwnerId(row.getString("owner_id"))
                                    .setETag(row.getString("etag"))
                                    .setLastModifiedTime(row.getLong("changed_at")))
                        .list()));
  }

  @Override
  public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requested) {
    return many(
        () -> {
          List<PartitionOwnership> claimed = new ArrayList<>();
          for (PartitionOwnership claim : requested) {
            String etag = UUID.randomUUID().toString();
            long now = clock.millis();
            if (database.transaction(handle -> claim(handle, claim, etag, now))) {
              claimed.add(claim.setETag(etag).setLastModifiedTime(now));
            }
          }
          return claimed;
        });
  }

  private static boolean claim(Handle handle, PartitionOwnership claim, String etag, long now) {
    String old = Objects.requireNonNullElse(claim.getETag(), "");
    String sql =
        old.isEmpty()
            ? """
            insert into telemetry_owner (namespace, event_hub, consumer_group, partition_id,
              owner_id, etag, changed_at)
            values (:namespace, :eventHub, :consumerGroup, :partitionId, :owner, :etag, :now)
            on conflict do nothing
            """
            : "update telemetry_owner set owner_id = :owner, etag = :etag, changed_at = :now where"
                + PARTITION_KEY
                + " and etag = :old";
    return group(claim)
            .bind(handle.createUpdate(sql))
            .bind("partitionId", claim.getPartitionId())
            .bind("owner", Objects.requireNonNullElse(claim.getOwnerId(), ""))
            .bind("etag", etag)
            .bind("old", old)
            .bind("now", now)
            .execute()
        == 1;
  }

  private static Group group(PartitionOwnership claim) {
    return new Group(
        claim.getFullyQualifiedNamespace(), claim.getEventHubName(), claim.getConsumerGroup());
  }

  @Override
  public Flux<Checkpoint> listCheckpoints(String namespace, String eventHub, String consumerGroup) {
    Group group = new Group(namespace, eventHub, consumerGroup);
    return many(
        () ->
            database.read(
                handle ->
                    group
                        .bind(
                            handle.createQuery(
                                "select partition_id, event_offset, sequence_number"
                                    + " from telemetry_checkpoint where"
                                    + KEY))
                        .map(
                            (row, context) ->
                                new Checkpoint()
                                    .setFullyQualifiedNamespace(namespace)
                                    .setEventHubName(eventHub)
                                    .setConsumerGroup(consumerGroup)
                                    .setPartitionId(row.getString("partition_id"))
                                    .setOffsetString(row.getString("event_offset"))
                                    .setSequenceNumber(row.getLong("sequence_number")))
                        .list()));
  }

  @Override
  public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
    return Mono.<Void>fromRunnable(() -> database.transaction(handle -> update(handle, checkpoint)))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static boolean update(Handle handle, Checkpoint checkpoint) {
    String insert =
        """
        insert into telemetry_checkpoint (namespace, event_hub, consumer_group, partition_id,
          event_offset, sequence_number)
        values (:namespace, :eventHub, :consumerGroup, :partitionId, :offset, :number)
        on conflict do nothing
        """;
    String update =
        "update telemetry_checkpoint set event_offset = :offset, sequence_number = :number where"
            + PARTITION_KEY;
    return execute(handle, update, checkpoint) || execute(handle, insert, checkpoint);
  }

  private static boolean execute(Handle handle, String sql, Checkpoint checkpoint) {
    Group group =
        new Group(
            checkpoint.getFullyQualifiedNamespace(),
            checkpoint.getEventHubName(),
            checkpoint.getConsumerGroup());
    return group
            .bind(handle.createUpdate(sql))
            .bind("partitionId", checkpoint.getPartitionId())
            .bind("offset", Objects.requireNonNullElse(checkpoint.getOffsetString(), ""))
            .bind("number", Objects.requireNonNullElse(checkpoint.getSequenceNumber(), -1L))
            .execute()
        == 1;
  }

  /** The SDK calls on threads that must not wait. */
  private static <T> Flux<T> many(Supplier<List<T>> work) {
    return Mono.fromSupplier(work)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMapMany(Flux::fromIterable);
  }
}
