-- How often the outcomes were looked at before the sample of now: a second look is held to a stricter level.
alter table experiment.experiment add column looks integer not null default 0;
alter table experiment.experiment_aud add column looks integer;
