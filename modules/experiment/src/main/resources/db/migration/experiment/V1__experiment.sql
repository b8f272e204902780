create table experiment.experiment (
    release_id     uuid primary key,
    plan           text        not null,
    since          timestamptz not null,
    sample_per_arm integer     not null,
    extended       boolean     not null,
    running        boolean     not null,
    analysis       text
);
create table experiment.experiment_aud (
    release_id     uuid   not null,
    plan           text,
    since          timestamptz,
    sample_per_arm integer,
    extended       boolean,
    running        boolean,
    analysis       text,
    rev            bigint not null references audit.revision (id),
    revtype        smallint,
    primary key (release_id, rev)
);
