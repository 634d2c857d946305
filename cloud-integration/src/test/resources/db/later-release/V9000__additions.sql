-- Additions as a later release makes them: what older replicas read and write stays as it is.
alter table telemetry_checkpoint add column processed_at bigint;
alter table telemetry_owner add column replica_version varchar(32) default '' not null;
create index telemetry_owner_by_owner on telemetry_owner (owner_id);
create table later_release (id varchar(32) not null primary key);
