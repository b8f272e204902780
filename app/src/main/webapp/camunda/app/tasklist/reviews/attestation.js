// What a re-attestation asks again: the questions that the gate answered when it approved, beside what was said then.
// The same answer needs no new reason, another one does.

import { stated } from './history.js';
import { around, element } from './elements.js';
import { moment, words } from './words.js';

const CATEGORIES = {
  prohibited: 'a practice of Article 5; its traffic is taken away at once', high: 'Article 6 and Annex III',
  limited: 'transparency by Article 50', minimal: 'none of these'
};
const RISKS = { low: '', medium: '', high: 'the supervisory authority is consulted first (GDPR Article 36)' };
const OUTCOMES = {
  'no-objection': 'no objection', advice: 'advice, which was followed',
  objection: 'objection: it cannot be approved'
};

function described(field) {
  field.className = 'form-control';
  field.setAttribute('aria-describedby', 'imprimatur-fault');
  return field;
}

function field(tag, variable) {
  const made = described(document.createElement(tag));
  made.id = 'imprimatur-again-' + variable;
  made.dataset.variable = variable;
  if (made.maxLength !== undefined) { made.maxLength = 4000; }
  return made;
}

function labelled(text, made) {
  const label = element('label', text);
  label.htmlFor = made.id;
  return [label, made];
}

/** What may be answered; what was said at the approval says so. */
function choice(variable, options, before, fault) {
  const made = field('select', variable);
  made.dataset.neededFor = 'approve';
  made.dataset.fault = fault;
  made.add(new Option('Choose …', ''));
  Object.entries(options).forEach(([value, meaning]) => made.add(new Option(
    value + (value === before ? ': it still holds' : meaning ? ': ' + meaning : ''), value)));
  return made;
}

function asked(legend, sentence, fields) {
  const made = around('fieldset', [element('legend', legend), element('p', sentence)].concat(fields));
  made.dataset.part = 'again';
  return made;
}

function said(before, answer) {
  return before ? 'At the approval of ' + moment(before.at) + ': ' + answer + (/[.!?]$/.test(answer) ? '' : '.') + ' Does that still hold?'
    : 'Nothing was written down of it at the approval.';
}

function category(before) {
  const was = (before || { stated: {} }).stated.euAiActCategory;
  const reason = field('textarea', 'euAiActReason');
  reason.rows = 2;
  return {
    fields: asked('Category of the EU AI Act',
      said(before, was + ', because: ' + ((before || { stated: {} }).stated.euAiActReason || '–')),
      labelled('Category now (needed to approve; Regulation (EU) 2024/1689, Articles 5, 6 and 50)',
        choice('euAiActCategory', CATEGORIES, was, 'Say whether the category of the EU AI Act still holds.'))
        .concat(labelled('Why, if it is another one?', reason))),
    check: (decision, value) => (value('euAiActCategory') && value('euAiActCategory') !== was && !value('euAiActReason')
      ? 'Say why it is this category now.'
      : value('euAiActCategory') === 'prohibited' && decision !== 'reject'
        ? 'A prohibited use cannot be approved anew: reject it, and its traffic is taken away.' : '')
  };
}

function residual(before) {
  const was = (before || { stated: {} }).stated.residualRisk;
  const consulted = ((before || { stated: {} }).stated.consultationReference || '') !== '';
  const day = field('input', 'consultationDate');
  day.type = 'date';
  const outcome = field('select', 'consultationOutcome');
  outcome.add(new Option('Choose …', ''));
  Object.entries(OUTCOMES).forEach(([value, text]) => outcome.add(new Option(text, value)));
  const consultation = around('div', labelled('The authority’s reference', field('input', 'consultationReference'))
    .concat(labelled('Day of its answer', day), labelled('Its answer', outcome)));
  consultation.hidden = true;
  const risk = choice('residualRisk', RISKS, was, 'Say whether the residual risk still holds.');
  // Only a high risk is the authority's; what was written there for another is not sent.
  risk.addEventListener('change', () => {
    consultation.hidden = risk.value !== 'high';
    if (consultation.hidden) { consultation.querySelectorAll('[data-variable]').forEach((one) => { one.value = ''; }); }
  });
  return {
    fields: asked('Residual risk', said(before, was + '.' + (consulted
      ? ' The authority was consulted (' + before.stated.consultationReference + ': '
        + (OUTCOMES[before.stated.consultationOutcome] || words(before.stated.consultationOutcome)) + ').' : '')),
    labelled('Risk to people that the measures leave now (needed to approve)', risk).concat([consultation])),
    check: (decision, value) => {
      if (decision !== 'approve') { return ''; }
      if (was && value('residualRisk') !== was && !value('reason')) {
        return 'Say in the reason why the residual risk is another one now.';
      }
      if (value('residualRisk') !== 'high' || (was === 'high' && consulted && !value('consultationReference'))) { return ''; }
      return !value('consultationReference') || !value('consultationDate') || !value('consultationOutcome')
        ? 'A high residual risk is approved only after the supervisory authority was consulted: record its answer.'
        : value('consultationOutcome') === 'objection' ? 'The authority objects: reject it.' : '';
    }
  };
}

const QUESTIONS = { RISK: category, PRIVACY: residual };

/** The fields that ask the gate again, and what is wrong with an answer; null where the gate answered no question. */
export function again(release, gate) {
  return QUESTIONS[gate] ? QUESTIONS[gate](stated(release, gate)) : null;
}
