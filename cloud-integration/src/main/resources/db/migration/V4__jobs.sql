-- Times are nanoseconds since 1970-01-01 UTC.

-- Numbers of leases grow over all jobs, so that a job that was deleted and comes again has none that
-- was given before.
create sequence publish_lease;

-- Held while jobs are assigned, so that replicas do it one after the other.
create table publish_lock (
  id integer not null primary key
);

insert into publish_lock (id) values (1);

-- A publisher and its last heartbeat. Its leases hold until expires_at. told is false while the
-- publisher is to be told of its leases; notice counts how often that was done.
create table publish_agent (
  device_id varchar(128) not null,
  module_id varchar(128) not null,
  session bigint not null,
  heartbeat bigint not null,
  interval_nanos bigint not null,
  capabilities text not null,
  last_seen bigint not null,
  expires_at bigint not null,
  notice bigint not null,
  told boolean not null,
  primary key (device_id, module_id)
);

-- A worker of a publisher, and what it said last that it works on.
create table publish_worker (
  device_id varchar(128) not null,
  module_id varchar(128) not null,
  worker integer not null,
  worker_id varchar(300) not null,
  status varchar(20) not null,
  job_id varchar(128),
  lease bigint,
  job_hash varchar(40),
  primary key (device_id, module_id, worker),
  foreign key (device_id, module_id) references publish_agent (device_id, module_id)
    on delete cascade
);

create index publish_worker_id on publish_worker (worker_id);
create index publish_worker_job on publish_worker (job_id);

-- A job, which has the id of its endpoint. The worker that has it is null while nobody has; the
-- publisher of the last lease is known all the same, since it goes on under the same lease when
-- nobody else had the job meanwhile.
create table publish_job (
  job_id varchar(128) not null primary key,
  name varchar(300),
  configuration text not null,
  configuration_hash varchar(40) not null,
  demands text not null,
  status varchar(20) not null,
  reason text,
  created_at bigint not null,
  updated_at bigint not null,
  checked_at bigint not null,
  lease bigint,
  last_device_id varchar(128),
  last_module_id varchar(128),
  device_id varchar(128),
  module_id varchar(128),
  worker integer
);

create index publish_job_status on publish_job (status, updated_at);

-- A worker has one job at a time.
create unique index publish_job_worker on publish_job (device_id, module_id, worker);
