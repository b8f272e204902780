// How evidence is called by the people who read it.

const NAMES = {
  accuracy: 'accuracy', precision: 'precision', recall: 'recall', f1: 'F1 score', rocAuc: 'ROC AUC',
  logLoss: 'log loss', brier: 'Brier score', selected: 'share selected', selectionRatios: 'selection ratios',
  riskClass: 'proposed class', riskReason: 'because', requiredApprovals: 'approvals needed',
  euAiActProposed: 'proposed category of the EU AI Act', naturalPersons: 'about natural persons',
  automatedDecision: 'decides without a person', specialCategories: 'special categories of data (Article 9)',
  evaluationPassed: 'evaluation passed', privacyPassed: 'privacy findings passed', legalBasis: 'legal basis',
  specialCategory: 'special category (Article 9)', dataSet: 'data set', cardRevision: 'revision of the model card',
  pilotCap: 'largest share in the pilot', stageCap: 'largest share of a stage',
  minimumSample: 'smallest sample of the A/B test', minimumHold: 'shortest hold of a stage',
  failClosedRecording: 'no answer without a record', recording: 'a record is in the database',
  PRIVACY: 'privacy', RISK: 'risk', SIGN_OFF: 'sign-off',
  personalData: 'personal data', dataSheet: 'data sheet', intendedUses: 'intended uses',
  forbiddenUses: 'forbidden uses', metricsClaimed: 'metrics claimed', contactRole: 'contact',
  challengerMean: 'mean Brier score of the challenger', championMean: 'mean Brier score of the champion',
  challengerSample: 'outcomes of the challenger', championSample: 'outcomes of the champion',
  degreesOfFreedom: 'degrees of freedom (Welch, Satterthwaite)', personalDataColumns: 'columns with personal data',
  residual: 'residual risk', residualRisk: 'residual risk'
};

/** Shares of traffic, which the system counts in units of 0.01 %. */
const SHARES = ['pilotCap', 'stageCap', 'share'];

const VALUES = {
  NON_INFERIOR: 'not inferior', INFERIOR: 'inferior', UNDECIDED: 'undecided', PASS: 'passed', FAIL: 'failed',
  durable: 'before the answer', buffered: 'a moment after the answer'
};

const PARTS = { Y: 'year', MO: 'month', W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' };

export function words(key) {
  return NAMES[key] || key.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_.]/g, ' ').toLowerCase();
}

export function figure(number) {
  return Number.isInteger(number) ? String(number) : number.toFixed(3);
}

export function moment(text) {
  return new Date(text).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** A duration by ISO 8601 (P180D, PT10M) in words. */
function duration(text) {
  const [date, time] = text.substring(1).split('T');
  const parts = [...(date || '').matchAll(/(\d+)([YMWD])/g)].map((found) => [found[1], found[2] === 'M' ? 'MO' : found[2]])
    .concat([...(time || '').matchAll(/([\d.]+)([HMS])/g)].map((found) => [found[1], found[2]]));
  return parts.map(([count, unit]) => count + ' ' + PARTS[unit] + (count === '1' ? '' : 's')).join(' ');
}

/** A single value; what it is called decides about its unit. */
export function plain(content, key) {
  if (typeof content === 'number' && SHARES.includes(key)) { return figure(content / 100) + ' %'; }
  if (content === null || content === undefined || content === '') { return '–'; }
  if (typeof content === 'number') { return figure(content); }
  if (typeof content === 'boolean') { return content ? 'yes' : 'no'; }
  const text = VALUES[content] || String(content);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) { return moment(text); }
  if (/^P(\d+[YMWD])*(T([\d.]+[HMS])+)?$/.test(text) && text.length > 2) { return duration(text); }
  return text;
}
