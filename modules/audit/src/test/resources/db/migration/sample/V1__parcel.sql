-- A context of the tests' own, with one audited table.
create table sample.parcel (
    id     uuid primary key,
    label  text        not null,
    digest varchar(64) not null
);
create table sample.parcel_aud (
    id      uuid   not null,
    rev     bigint not null references audit.revision (id),
    revtype smallint,
    label   text,
    digest  varchar(64),
    primary key (id, rev)
);
