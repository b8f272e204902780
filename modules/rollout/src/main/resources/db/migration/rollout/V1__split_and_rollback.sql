create table rollout.split (
    model        varchar(63) not null,
    revision     bigint      not null check (revision > 0),
    document     text        not null,
    published_at timestamptz not null,
    primary key (model, revision)
);
comment on table rollout.split is 'append-only';
create table rollout.split_aud (
    model        varchar(63) not null,
    revision     bigint      not null,
    document     text,
    published_at timestamptz,
    rev          bigint      not null references audit.revision (id),
    revtype      smallint,
    primary key (model, revision, rev)
);

-- One rollback for each release: a release rolled back never gets traffic again.
create table rollout.rollback (
    release_id     uuid primary key,
    model          varchar(63)  not null,
    reason         text         not null,
    rolled_back_by varchar(255) not null,
    rolled_back_at timestamptz  not null,
    case_told      boolean      not null
);
create index rollback_untold on rollout.rollback (rolled_back_at) where not case_told;
create table rollout.rollback_aud (
    release_id     uuid   not null,
    model          varchar(63),
    reason         text,
    rolled_back_by varchar(255),
    rolled_back_at timestamptz,
    case_told      boolean,
    rev            bigint not null references audit.revision (id),
    revtype        smallint,
    primary key (release_id, rev)
);
