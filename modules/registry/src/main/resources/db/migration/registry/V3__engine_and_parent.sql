-- What runs a version, and the version that it was made from.
alter table registry.version add column engine varchar(20) not null default 'PyTorch'
    check (engine in ('PyTorch', 'OnnxRuntime'));
alter table registry.version alter column engine drop default;
alter table registry.version add column parent uuid references registry.version (id) check (parent <> id);
alter table registry.version_aud add column engine varchar(20);
alter table registry.version_aud add column parent uuid;
