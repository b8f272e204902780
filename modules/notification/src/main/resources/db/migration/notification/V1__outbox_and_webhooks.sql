create table notification.endpoint (
    id                uuid primary key,
    url               varchar(2000) not null,
    events            varchar(400)  not null,
    secret_number     integer       not null,
    secret_changed_at timestamptz   not null,
    registered_at     timestamptz   not null,
    retired_at        timestamptz
);
create unique index endpoint_once on notification.endpoint (url) where retired_at is null;

create table notification.endpoint_aud (
    id                uuid   not null,
    rev               bigint not null references audit.revision (id),
    revtype           smallint,
    url               varchar(2000),
    events            varchar(400),
    secret_number     integer,
    secret_changed_at timestamptz,
    registered_at     timestamptz,
    retired_at        timestamptz,
    primary key (id, rev)
);

-- The outbox. Not history: the act that a message tells of is in the ledger, in the same transaction.
create table notification.message (
    id          uuid primary key default gen_random_uuid(),
    seq         bigint generated always as identity unique,
    channel     varchar(8)   not null check (channel in ('MAIL', 'WEBHOOK')),
    destination varchar(36)  not null,
    kind        varchar(40)  not null,
    release_id  uuid,
    subject     varchar(200),
    content     text         not null,
    created_at  timestamptz  not null,
    due_at      timestamptz  not null,
    attempts    integer      not null default 0,
    state       varchar(8)   not null default 'WAITING' check (state in ('WAITING', 'SENT', 'DEAD')),
    settled_at  timestamptz,
    failure     varchar(120),
    constraint message_mail_has_a_subject check ((channel = 'MAIL') = (subject is not null))
);
comment on column notification.message.destination is 'the group of a role, or the id of an endpoint; never an address';
create index message_waiting on notification.message (channel, destination, due_at) where state = 'WAITING';
create index message_dead on notification.message (seq) where state = 'DEAD';
