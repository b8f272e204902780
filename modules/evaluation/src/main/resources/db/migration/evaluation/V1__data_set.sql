create table evaluation.data_set (
    digest       varchar(64) primary key,
    name         varchar(200) not null,
    row_count    integer      not null,
    column_names text         not null,
    added_at     timestamptz  not null
);
comment on table evaluation.data_set is 'append-only';
create table evaluation.data_set_aud (
    digest       varchar(64) not null,
    name         varchar(200),
    row_count    integer,
    column_names text,
    added_at     timestamptz,
    rev          bigint      not null references audit.revision (id),
    revtype      smallint,
    primary key (digest, rev)
);
