-- The right to restart, which one replica has at a time: for others it is free from held_until on.
create table restart_lease (
  name varchar(16) not null primary key,
  replica varchar(300) not null,
  held_until timestamp with time zone not null
);
