-- Partitions of an event hub and the replica that reads each for a consumer group; empty for none.
-- The tag changes with every claim, the time is milliseconds since 1970-01-01 UTC.
create table telemetry_owner (
  namespace varchar(256) not null,
  event_hub varchar(256) not null,
  consumer_group varchar(128) not null,
  partition_id varchar(32) not null,
  owner_id varchar(128) not null,
  etag varchar(64) not null,
  changed_at bigint not null,
  primary key (namespace, event_hub, consumer_group, partition_id)
);

-- Last event of a partition that was processed for a consumer group.
create table telemetry_checkpoint (
  namespace varchar(256) not null,
  event_hub varchar(256) not null,
  consumer_group varchar(128) not null,
  partition_id varchar(32) not null,
  event_offset varchar(128) not null,
  sequence_number bigint not null,
  primary key (namespace, event_hub, consumer_group, partition_id)
);
