// What was decided before, and what has changed since.

import { around, element, grid } from './elements.js';
import { figure, moment, words } from './words.js';

/** What this gate approved before: until when it counts, or since when and why it does not, with what is different. */
export function approvals(release, gate) {
  const given = release.approvals.filter((approval) => approval.gate === gate);
  if (given.length === 0) { return element('p', 'This gate has not approved it before.'); }
  return around('div', given.map((approval) => {
    const voided = approval['void'];
    return around('div', [
      element('p', 'Approved on ' + moment(approval.at) + (voided
        ? ', void since ' + moment(voided.since) + ', because ' + voided.because + (/[.!?]$/.test(voided.because) ? '' : '.')
        : (approval.valid ? ', valid until ' : ', expired on ') + moment(approval.validUntil)
          + '. The evidence is what it was then.')),
      voided && voided.changes.length > 0
        ? grid(['what', 'was', 'is'], voided.changes.map((change) => [place(change.path), change.was, change.is]))
        : null
    ]);
  }));
}

/** MODEL_CARD/retention as "model card: retention". */
function place(path) {
  const [kind, ...rest] = path.split('/');
  return words(kind) + (rest.length ? ': ' + rest.map(words).join(', ') : '');
}

/** What a gate stated when it last approved, with when that was; null when it never has, or stated nothing. */
export function stated(release, gate) {
  const given = (release.decisions || []).filter((one) => one.gate === gate && one.decision === 'APPROVE').pop();
  return given && Object.keys(given.stated || {}).length > 0 ? given : null;
}

function standing(release, given) {
  return release.approvals.some((one) => one.gate === given.gate && one.at === given.at && one.valid)
    ? '' : ' (this approval counts no longer)';
}

/** What the reviewers before stated, for whoever builds on it; null where nobody has stated anything. */
export function statements(release) {
  const privacy = stated(release, 'PRIVACY');
  const risk = stated(release, 'RISK');
  const register = ((release.evidence || {}).RISK || {}).register;
  const rows = [];
  if (privacy) {
    const answer = privacy.stated;
    rows.push(['risk to people that the measures leave', answer.residualRisk + (answer.consultationReference
      ? '; the supervisory authority was consulted on ' + answer.consultationDate + ' (' + answer.consultationReference
        + '): ' + words(answer.consultationOutcome) : '') + standing(release, privacy), 'privacy officer', privacy.at]);
  }
  if (risk) {
    rows.push(['category of the EU AI Act', risk.stated.euAiActCategory + ', because: ' + risk.stated.euAiActReason
      + standing(release, risk), 'risk manager', risk.at]);
    if (register) {
      rows.push(['highest residual risk of the register', words(register.highestResidual) + standing(release, risk),
        'risk manager', risk.at]);
    }
  }
  return rows.length === 0 ? null : grid(['what', 'stated', 'by', 'when'], rows);
}

const DECISIONS = { APPROVE: 'approved', RETURN: 'returned for rework', REJECT: 'rejected' };

export function decisions(release) {
  const taken = release.decisions || [];
  if (taken.length === 0) { return element('p', 'None.'); }
  return grid(['when', 'gate', 'decision', 'reason'], taken.map((decision) => [
    decision.at, words(decision.gate),
    (DECISIONS[decision.decision] || words(decision.decision)) + (decision.onBehalfOf ? ' by a deputy' : ''),
    decision.reason || '–'
  ]));
}

const INCIDENTS = {
  GUARDRAIL_BREACHED: (facts) => 'The guardrail ' + words(facts.metric || '') + ' was ' + figure(facts.observed)
    + ', at most ' + figure(facts.bound) + ' is allowed.',
  ROLLED_BACK: (facts) => 'Rolled back: ' + (facts.reason || 'no reason was given.')
};

/** What the ledger tells of guardrails and rollbacks, for those who may read the trail. */
export function incidents(trail) {
  const told = trail.filter((entry) => INCIDENTS[entry.kind]);
  return told.length === 0 ? element('p', 'The trail tells of no breach and no rollback.')
    : grid(['when', 'who', 'what happened'], told.map((entry) =>
      [entry.at, entry.role || 'the system itself', INCIDENTS[entry.kind](entry.details || {})]));
}
