-- Where a run looked, as a hash; null for nobody knows, which counts as everywhere.
alter table discovery_run add column scope varchar(64);

-- The same of the run that saw it last.
alter table sighting add column scope varchar(64);

-- Where it is, as JSON; null for what was seen before there was this column, and for applications,
-- which are where their endpoints are.
alter table sighting add column located text;
