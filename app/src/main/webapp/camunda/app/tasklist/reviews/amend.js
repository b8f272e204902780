// The register of risks, amended by the risk manager where she reads it. An amendment is a request of its own, bound to
// the digest that was read; what it answers is the evidence that the decision then counts for.

import { around, element } from './elements.js';
import { words } from './words.js';

const LEVELS = { 1: 'very low', 2: 'low', 3: 'moderate', 4: 'high', 5: 'very high' };
const OWNERS = ['ml-engineer', 'privacy-officer', 'risk-manager', 'release-manager', 'operator', 'auditor'];

/** What Tasklist's own requests prove by: a page of this house asks, and no other one can read this. */
function ownToken() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith('XSRF-TOKEN='));
  return cookie ? decodeURIComponent(cookie.substring('XSRF-TOKEN='.length)) : '';
}

function send(release, digest, risk, rating) {
  return fetch('/api/releases/' + encodeURIComponent(release) + '/risk-register/' + encodeURIComponent(risk), {
    method: 'PUT',
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json', 'Content-Type': 'application/json',
      'If-Match': '"' + digest + '"', 'X-XSRF-TOKEN': ownToken()
    },
    body: JSON.stringify(rating)
  }).then((answer) => (answer.ok ? null : answer.json().then(
    (problem) => { throw new Error([problem.detail].concat((problem.faults || []).map((one) => one.message)).join(' ')); },
    () => { throw new Error('HTTP ' + answer.status); })));
}

/** A field with its label, known by the member of the amendment that it is. */
function labelled(id, text, field, name) {
  const label = element('label', text);
  label.htmlFor = id;
  field.id = id;
  field.className = 'form-control';
  field.dataset.amends = name;
  return around('div', [label, field], 'form-group');
}

function choice(options, chosen) {
  const field = document.createElement('select');
  options.forEach(([value, text]) => field.add(new Option(text, value, false, value === String(chosen))));
  return field;
}

function levels(chosen) {
  return choice(Object.entries(LEVELS).map(([level, name]) => [level, level + ' ' + name]), chosen);
}

function area(text, rows) {
  const field = document.createElement('textarea');
  field.rows = rows;
  field.maxLength = 2000;
  field.value = text;
  return field;
}

/** The button under a risk's name that opens its fields; only who has claimed the task sees it. */
export function opener(risk, found, amends) {
  const made = element('button', 'Amend', 'btn btn-default btn-xs amend');
  made.type = 'button';
  made.dataset.risk = risk;
  made.setAttribute('aria-label', 'Amend: ' + found.title);
  made.addEventListener('click', () => {
    const register = made.closest('[data-part="register"]');
    const open = register.querySelector('[data-part="amendment"]');
    if (open) { open.remove(); }
    const fields = editor(risk, found, amends, made);
    made.closest('table').after(fields);
    fields.querySelector('select').focus();
  });
  return made;
}

/** @param amends release, digest (a function: what was read last) and done (what to do when it is amended) */
function editor(risk, found, amends, from) {
  const made = element('fieldset', undefined, 'amendment');
  made.dataset.part = 'amendment';
  const fault = element('p', '', 'text-danger');
  fault.setAttribute('role', 'alert');
  const save = element('button', 'Amend the register', 'btn btn-default');
  const cancel = element('button', 'Leave it as it is', 'btn btn-link');
  save.type = cancel.type = 'button';
  made.append(
    element('legend', 'Amend: ' + found.title),
    around('div', [
      labelled('imprimatur-amend-likelihood', 'Likelihood', levels(found.likelihood), 'likelihood'),
      labelled('imprimatur-amend-impact', 'Impact', levels(found.impact), 'impact'),
      labelled('imprimatur-amend-residual-likelihood', 'Likelihood that remains', levels(found.residualLikelihood), 'residualLikelihood'),
      labelled('imprimatur-amend-residual-impact', 'Impact that remains', levels(found.residualImpact), 'residualImpact'),
      labelled('imprimatur-amend-owner', 'Owner',
        choice([['', 'nobody']].concat(OWNERS.map((role) => [role, words(role)])), found.owner), 'owner')
    ], 'ratings'),
    labelled('imprimatur-amend-mitigation', 'Mitigation', area(found.mitigation || '', 2), 'mitigation'),
    labelled('imprimatur-amend-reason', 'Why? (needed: the next reviewer and the auditor read it)', area('', 2), 'reason'),
    fault, save, cancel);
  cancel.addEventListener('click', () => { made.remove(); from.focus(); });
  save.addEventListener('click', () => {
    const rating = {};
    made.querySelectorAll('[data-amends]').forEach((field) => {
      const name = field.dataset.amends;
      rating[name] = /(likelihood|impact)$/i.test(name) ? Number(field.value) : field.value.trim();
    });
    const reason = made.querySelector('[data-amends="reason"]');
    if (!rating.reason) { fault.textContent = 'Say why.'; reason.focus(); return; }
    fault.textContent = '';
    save.disabled = true;
    send(amends.release, amends.digest(), risk, rating)
      .then(() => amends.done(risk), (problem) => { fault.textContent = 'Nothing was amended: ' + problem.message; save.disabled = false; save.focus(); });
  });
  return made;
}
