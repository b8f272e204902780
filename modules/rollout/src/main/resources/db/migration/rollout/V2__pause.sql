-- A rollout that an operator has paused: nothing of the release grows until it is resumed.
create table rollout.pause (
    release_id uuid primary key,
    reason     text         not null,
    paused_by  varchar(255) not null,
    paused_at  timestamptz  not null,
    in_force   boolean      not null
);
create table rollout.pause_aud (
    release_id uuid   not null,
    reason     text,
    paused_by  varchar(255),
    paused_at  timestamptz,
    in_force   boolean,
    rev        bigint not null references audit.revision (id),
    revtype    smallint,
    primary key (release_id, rev)
);
