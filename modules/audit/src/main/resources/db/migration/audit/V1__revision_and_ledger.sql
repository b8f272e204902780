-- Raised for every UPDATE, DELETE and TRUNCATE of an append-only table, whoever tries: privileges stop the
-- application's role, this stops the owner's slip of the hand.
create function audit.refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op
        using errcode = 'insufficient_privilege';
end
$$;

create sequence audit.revision_seq start with 1 increment by 1;

create table audit.revision (
    id         bigint primary key,
    at         timestamptz  not null,
    actor      varchar(255) not null,
    role       varchar(32),
    cause      text         not null,
    release_id uuid,
    version_id uuid,
    txid       bigint       not null default txid_current()
);
comment on table audit.revision is 'append-only';
create index revision_release on audit.revision (release_id);
create index revision_version on audit.revision (version_id);
create index revision_at on audit.revision (at);

create table audit.ledger (
    seq        bigint generated always as identity primary key,
    at         timestamptz  not null,
    actor      varchar(255) not null,
    role       varchar(32),
    cause      text         not null,
    kind       varchar(63)  not null,
    release_id uuid,
    version_id uuid,
    digest     varchar(64),
    facts      text         not null,
    leaf_hash  varchar(64)  not null,
    txid       bigint       not null default txid_current()
);
comment on table audit.ledger is 'append-only';
create index ledger_release on audit.ledger (release_id);
create index ledger_version on audit.ledger (version_id);
create index ledger_at on audit.ledger (at, seq);
