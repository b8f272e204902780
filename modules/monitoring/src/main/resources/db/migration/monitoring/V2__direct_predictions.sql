-- Asked of one given version by an operator: recorded like any other, counted for nothing.
alter table monitoring.prediction add column direct boolean not null default false;
create index feedback_reported on monitoring.feedback (reported_at, prediction_id);
