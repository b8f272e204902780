create table registry.model (
    name          varchar(63) primary key,
    purpose       varchar(2000) not null,
    registered_at timestamptz   not null
);
create table registry.model_aud (
    name          varchar(63) not null,
    purpose       varchar(2000),
    registered_at timestamptz,
    rev           bigint      not null references audit.revision (id),
    revtype       smallint,
    primary key (name, rev)
);

create table registry.version (
    id       uuid primary key,
    model    varchar(63) not null references registry.model (name),
    number   integer     not null check (number > 0),
    artifact varchar(64) not null,
    size     bigint      not null,
    added_at timestamptz not null,
    unique (model, number),
    unique (model, artifact)
);
create table registry.version_aud (
    id       uuid   not null,
    model    varchar(63),
    number   integer,
    artifact varchar(64),
    size     bigint,
    added_at timestamptz,
    rev      bigint not null references audit.revision (id),
    revtype  smallint,
    primary key (id, rev)
);

create table registry.model_card (
    version_id uuid        not null references registry.version (id),
    revision   integer     not null check (revision > 0),
    digest     varchar(64) not null,
    document   text        not null,
    written_at timestamptz not null,
    primary key (version_id, revision)
);
comment on table registry.model_card is 'append-only';
create table registry.model_card_aud (
    version_id uuid    not null,
    revision   integer not null,
    digest     varchar(64),
    document   text,
    written_at timestamptz,
    rev        bigint  not null references audit.revision (id),
    revtype    smallint,
    primary key (version_id, revision, rev)
);
