-- What a reviewer answers beside a decision: the residual risk, the category of the EU AI Act. Canonical JSON.
alter table release.decision add column stated text;
alter table release.decision_aud add column stated text;
