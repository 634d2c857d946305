-- Endpoints that a run brought in and that its activation filter lets become active, until it was
-- tried.
create table pending_activation (
  discoverer_id varchar(300) not null,
  run_at bigint not null,
  endpoint_id varchar(64) not null,
  primary key (discoverer_id, run_at, endpoint_id),
  foreign key (discoverer_id, run_at) references discovery_run (discoverer_id, run_at)
    on delete cascade
);
