-- Times are nanoseconds since 1970-01-01 UTC.

-- A run of a discoverer, from its first message on. When it is complete it tells, unless it only
-- asked for certain servers, that everything else was not there at its time.
create table discovery_run (
  discoverer_id varchar(300) not null,
  run_at bigint not null,
  end_index integer,
  result text,
  register_only boolean not null,
  state varchar(10) not null,
  changed_at bigint not null,
  primary key (discoverer_id, run_at)
);

create index discovery_run_state on discovery_run (state, changed_at);

-- Endpoints of a run that is not complete yet.
create table discovery_event (
  discoverer_id varchar(300) not null,
  run_at bigint not null,
  event_index integer not null,
  body text not null,
  primary key (discoverer_id, run_at, event_index),
  foreign key (discoverer_id, run_at) references discovery_run (discoverer_id, run_at)
    on delete cascade
);

-- When a discoverer saw an application or an endpoint first and last, and what it was like then.
create table sighting (
  discoverer_id varchar(300) not null,
  entity_id varchar(64) not null,
  application_id varchar(64) not null,
  first_seen bigint not null,
  last_seen bigint not null,
  body text not null,
  primary key (discoverer_id, entity_id)
);

create index sighting_entity on sighting (entity_id);
create index sighting_application on sighting (application_id, discoverer_id);
