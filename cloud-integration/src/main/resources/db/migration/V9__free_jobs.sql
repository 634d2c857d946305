-- Each heartbeat asks for jobs that nobody has. Without this it would look at all that are active.
create index publish_job_free on publish_job (status, device_id);
