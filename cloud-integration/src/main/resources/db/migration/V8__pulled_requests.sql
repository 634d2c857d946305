-- Requests of OPC UA applications that came through a Global Discovery Server of an edge, whose module
-- is the origin. request_id is that of the vault's request, once it was started; until claimed_until a
-- replica is about to start it. Times are nanoseconds since 1970-01-01 UTC.
create table pulled_request (
  origin varchar(300) not null,
  edge_request_id varchar(64) not null,
  entity_id varchar(300) not null,
  application_uri varchar(2000) not null,
  request_id varchar(64),
  claimed_until bigint not null,
  created_at bigint not null,
  primary key (origin, edge_request_id)
);

create index pulled_request_request on pulled_request (request_id);
create index pulled_request_entity on pulled_request (entity_id);
create index pulled_request_created on pulled_request (created_at);
