-- A client that an operator has shut out: none of its tokens opens anything until it is let in again.
create table serving.blocked_client (
    client     varchar(255) primary key,
    reason     text         not null,
    blocked_by varchar(255) not null,
    blocked_at timestamptz  not null,
    in_force   boolean      not null
);
create table serving.blocked_client_aud (
    client     varchar(255) not null,
    reason     text,
    blocked_by varchar(255),
    blocked_at timestamptz,
    in_force   boolean,
    rev        bigint       not null references audit.revision (id),
    revtype    smallint,
    primary key (client, rev)
);
