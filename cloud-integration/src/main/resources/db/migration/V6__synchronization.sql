-- What subscribers were told last of a gateway or module, and of the connection of an endpoint.
create table announced_entity (
  source varchar(16) not null,
  entity_id varchar(300) not null,
  body text not null,
  connected boolean not null,
  changed_at bigint not null,
  sweep bigint not null,
  primary key (source, entity_id)
);

create index announced_entity_sweep on announced_entity (sweep);

-- The comparison of all that with IoT Hub, by one replica at a time: who does it until when, and
-- where the next run goes on.
create table synchronization_sweep (
  name varchar(16) not null primary key,
  owner varchar(64) not null,
  leased_until bigint not null,
  ran_at bigint not null,
  sweep bigint not null,
  phase varchar(32) not null,
  continuation text not null
);
