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
