// What reviewers judge by, chapter by chapter, under the headings that they use themselves.

import { opener } from './amend.js';
import { around, chapter, element, facts, grid, list, value } from './elements.js';
import { figure, words } from './words.js';

const ORDER = ['PRIVACY', 'RISK', 'EVALUATION', 'AB_TEST', 'INTAKE', 'MODEL_CARD'];
const TITLES = {
  MODEL_CARD: 'Model card', INTAKE: 'Intake: archive and first load', EVALUATION: 'Evaluation',
  PRIVACY: 'Privacy findings', RISK: 'Risk assessment', AB_TEST: 'A/B test'
};
const OUTCOMES = { PASS: '✓ passed', FAIL: '✗ failed', UNDECIDED: '? not decided' };

/** The members of a chapter that have a heading of their own, with its words. */
const SECTIONS = {
  PRIVACY: {
    inventory: 'Inventory of personal data (GDPR Article 30)',
    impactAssessment: 'Data protection impact assessment (GDPR Article 35(7))',
    scan: 'Scan for personal data',
    anonymity: 'Anonymity of groups'
  },
  RISK: {
    register: 'Register of risks', factors: 'What the class rests on', approvals: 'How many people must approve',
    limits: 'What the class allows'
  }
};
const IMPACT = {
  description: '(a) The processing and its purposes', necessity: '(b) Necessity and proportionality',
  risks: '(c) Risks to the rights and freedoms of people', measures: '(d) Measures against these risks'
};
export function title(kind) { return TITLES[kind] || words(kind); }

/** The kinds that there are, first what this reviewer must judge. */
export function kinds(evidence, first) {
  const order = (first || []).concat(ORDER.filter((kind) => !(first || []).includes(kind)));
  return order.concat(Object.keys(evidence).filter((kind) => !order.includes(kind)))
    .filter((kind) => evidence[kind] !== undefined);
}

function outcome(content) { return content.verdict && content.verdict.outcome; }

export function mark(content) {
  return element('span', OUTCOMES[outcome(content)] || 'for you to read', 'outcome ' + (outcome(content) || ''));
}

/** One line for each kind: did it pass, and if not, why not. */
export function glance(evidence, order) {
  const made = element('table', undefined, 'facts glance');
  const body = made.createTBody();
  order.forEach((kind) => {
    const content = evidence[kind];
    const row = body.insertRow();
    const head = element('th', title(kind));
    head.scope = 'row';
    row.appendChild(head);
    row.insertCell().appendChild(mark(content));
    row.insertCell().appendChild(summary(kind, content));
  });
  return made;
}

function summary(kind, content) {
  const reasons = (content.verdict || {}).reasons || [];
  if (reasons.length > 1) { return list(reasons); }
  if (reasons.length === 1) { return element('span', reasons[0]); }
  if (kind === 'RISK' && content.riskClass) {
    return element('span', 'proposed class ' + words(String(content.riskClass)) + (content.riskReason ? ': ' + content.riskReason : ''));
  }
  if (kind === 'EVALUATION' && content.dataSet) {
    return element('span', 'on ' + content.dataSet.rows + ' rows of ' + content.dataSet.name);
  }
  if (kind === 'AB_TEST') { return element('span', content.reason || ''); }
  if (kind === 'MODEL_CARD' && content.purpose) { return element('span', content.purpose); }
  return element('span', '');
}

/** All of it, each kind as a chapter; the first ones are open. Who may amend the register is given what that takes. */
export function chapters(evidence, order, open, amends) {
  return around('div', order.map((kind) => chapter(title(kind), outcome(evidence[kind]) ? mark(evidence[kind]) : null,
    content(kind, evidence[kind], amends), open.includes(kind))));
}

function content(kind, found, amends) {
  if (kind === 'EVALUATION') { return evaluation(found); }
  const sections = SECTIONS[kind] || {};
  const rest = {};
  Object.keys(found).filter((key) => key !== 'verdict' && !sections[key]).forEach((key) => { rest[key] = found[key]; });
  return around('div', [verdict(found), Object.keys(rest).length ? facts(rest) : null].concat(
    Object.keys(sections).filter((key) => found[key] !== undefined).map((key) =>
      around('section', [element('h5', sections[key]), key === 'impactAssessment' ? impact(found[key])
        : key === 'register' ? register(found[key], amends) : value(found[key])]))));
}

function verdict(found) {
  const reasons = (found.verdict || {}).reasons || [];
  return reasons.length ? around('div', [element('h5', 'What was found'), list(reasons)]) : null;
}

function impact(assessment) {
  const known = Object.keys(IMPACT).filter((part) => assessment[part] !== undefined);
  const others = Object.keys(assessment).filter((part) => !IMPACT[part]);
  return around('div', known.concat(others).map((part) =>
    around('section', [element('h6', IMPACT[part] || words(part)), value(assessment[part])])));
}

const AREAS = ['PERFORMANCE', 'DATA', 'SECURITY', 'COMPATIBILITY'];

/** Each risk by its area: what was found, how it is rated, what is done about it and what remains. */
function register(found, amends) {
  const risks = Object.entries(found.risks || {});
  const rated = (likelihood, impact, level) => likelihood + ' × ' + impact + ': ' + words(level);
  const named = (id, risk) => around('div', [element('span', risk.title + ' (' + id + ')'),
    amends ? around('div', [opener(id, risk, amends)]) : null]);
  const made = around('div', [element('p', found.scale + ' Highest that remains: ' + words(found.highestResidual) + '.')]
    .concat(AREAS.map((area) => grid(['risk', 'finding', 'rated', 'mitigation', 'remains', 'owner', 'amended because'],
      risks.filter(([, risk]) => risk.area === area).map(([id, risk]) => [
        named(id, risk), risk.finding, rated(risk.likelihood, risk.impact, risk.level),
        risk.mitigation || 'none', rated(risk.residualLikelihood, risk.residualImpact, risk.residualLevel),
        risk.owner || 'nobody', risk.amended || '–']), words(area)))));
  made.dataset.part = 'register';
  return made;
}

const SHARES = ['accuracy', 'recall', 'selected'];

function withInterval(slice, metric) {
  const interval = (slice.intervals || {})[metric];
  return slice[metric] === null || slice[metric] === undefined ? 'not defined'
    : figure(slice[metric]) + (interval ? ' (' + figure(interval.lower) + ' to ' + figure(interval.upper) + ')' : '');
}

/** The figures behind the pictures, for whoever wants to check or to copy them. */
function evaluation(found) {
  const sides = ['challenger', 'champion'].filter((side) => found[side]);
  if (sides.length === 0) { return around('div', [verdict(found)]); }
  const metrics = Object.keys(found[sides[0]].metrics);
  const slices = Object.keys(found[sides[0]].slices || {});
  return around('div', [
    verdict(found),
    facts({ dataSet: (found.dataSet || {}).name, digest: (found.dataSet || {}).digest, positive: found.positive }),
    grid(['metric'].concat(sides), metrics.map((metric) =>
      [words(metric)].concat(sides.map((side) => found[side].metrics[metric]))), 'Metrics'),
    slices.length === 0 ? null : grid(['group', 'model', 'people'].concat(SHARES.map(words)),
      slices.flatMap((slice) => sides.map((side) => {
        const own = (found[side].slices || {})[slice] || {};
        return [slice.replace('.', ': '), side, own.rows].concat(SHARES.map((metric) => withInterval(own, metric)));
      })), 'Groups of people, with 95 % intervals (Wilson)'),
    ratios(found, sides)
  ]);
}

function ratios(found, sides) {
  const named = Object.keys(found[sides[0]].selectionRatios || {});
  return named.length === 0 ? null : grid(['lowest share selected by the highest'].concat(sides),
    named.map((slice) => [slice].concat(sides.map((side) => (found[side].selectionRatios || {})[slice]))),
    'Selection ratios');
}
