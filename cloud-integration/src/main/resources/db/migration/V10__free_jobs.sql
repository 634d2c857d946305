-- Each heartbeat asks for jobs that nobody has. Without this it would look at all that are active.
-- It replaces V9 of an unreleased build, which kept replicas from writing while it was made, and
-- what an attempt that was killed left.
drop index ${concurrently} if exists publish_job_free;
create index ${concurrently} publish_job_free on publish_job (status, device_id);
