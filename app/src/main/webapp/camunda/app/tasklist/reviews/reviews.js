// What the forms of Tasklist share. A form holds its question, its decisions and its own fields, and calls
//   imprimatur.open(camForm, { … })
// A form is deployed with its process and may be older than this script: what it calls here stays.

import { again } from './attestation.js';
import { declare, missing, send } from './answer.js';
import { around, chapter, element, facts } from './elements.js';
import { chapters, glance, kinds } from './evidence.js';
import { approvals, decisions, incidents, statements } from './history.js';
import { pictures } from './pictures.js';
import { words } from './words.js';

const GATE_OF_ROLE = { 'privacy-officer': 'PRIVACY', 'risk-manager': 'RISK', 'release-manager': 'SIGN_OFF' };

function read(path) {
  return fetch(path, { credentials: 'same-origin', headers: { Accept: 'application/json' } }).then((answer) => {
    if (!answer.ok) { throw new Error(path + ' answered ' + answer.status); }
    return answer.json();
  });
}

/** The gate of the role that this instance of a task asks. */
function gateOfRole(variables) {
  const roles = String(variables.variableValue('reviewerRoles')).split(',');
  return GATE_OF_ROLE[roles[Number(variables.variableValue('loopCounter'))]];
}

function task(camForm) {
  return new Promise((resolve, reject) => camForm.client.resource('task').get(camForm.taskId,
    (failed, found) => (failed ? reject(new Error('the task is out of reach')) : resolve(found))));
}

/** A part of the page with a heading, found by its name. */
function section(heading, name, content) {
  const place = around('div', [content]);
  place.dataset.part = name;
  return around('section', [element('h4', heading), place]);
}

/** What an amendment of the register changes; the rest of the file stays as the reviewer left it. */
const AMENDED = ['glance', 'approvals', 'evidence', 'digest'];

/**
 * The file of a release, in the order in which a reviewer asks: what, is it good, what is new, who said what.
 * Whoever may amend the register gives what that takes.
 */
function file(release, gate, trail, options, amends) {
  const evidence = release.evidence || {};
  const order = kinds(evidence, options.first);
  const digest = release.digests[gate];
  const told = statements(release);
  const subject = around('div', [
    element('p', release.model + ', version ' + release.versionNumber, 'subject'),
    facts({ state: words(String(release.state)), submitted: release.submittedAt, release: release.id })
  ]);
  subject.dataset.part = 'release';
  return around('div', [
    subject,
    skip(),
    trail ? section('What happened', 'incidents', incidents(trail)) : null,
    section('At a glance', 'glance', glance(evidence, order)),
    told ? section('What the reviewers stated', 'stated', told) : null,
    section('In pictures', 'pictures', pictures(release.id, options.pictures)),
    gate ? section('What changed since the last approval', 'approvals', approvals(release, gate)) : null,
    section('Decisions so far', 'decisions', decisions(release)),
    section('Evidence in full', 'evidence', around('div', [
      chapters(evidence, order, options.first || [], amends),
      options.plan ? chapter('Plan', null, facts(release.plan), false) : null
    ])),
    gate ? digestLine(digest) : null,
    amends ? status() : null
  ]);
}

/** Puts what an amendment changed into the file that is open; chapters that the reviewer has opened stay open. */
function replace(place, fresh) {
  const opened = [...place.querySelectorAll('details[open] > summary')].map((one) => one.textContent);
  AMENDED.forEach((name) => place.querySelector('[data-part="' + name + '"]')
    .replaceWith(fresh.querySelector('[data-part="' + name + '"]')));
  place.querySelectorAll('details').forEach((one) => { one.open = opened.includes(one.firstChild.textContent); });
}

/** Where is said, aloud too, that the evidence is another one now. */
function status() {
  const made = element('p', '');
  made.dataset.part = 'amended';
  made.setAttribute('role', 'status');
  return made;
}

function digestLine(digest) {
  const value = element('span', digest || 'there is none for this task', 'digest');
  value.dataset.part = 'digest';
  return around('p', [element('span', 'Your decision counts for exactly this evidence. Its digest (SHA-256): '), value]);
}

/** A long file must not stand between the keyboard and the decision. */
function skip() {
  const made = element('button', 'Go to the decision', 'btn btn-default btn-sm skip');
  made.type = 'button';
  made.addEventListener('click', () => {
    const first = made.closest('form').querySelector('input[name="decision"], [data-variable]');
    first.scrollIntoView({ block: 'center' });
    first.focus();
  });
  return made;
}

/**
 * Shows the file of a release and takes the answer.
 *
 * options.gate        the gate whose digest and approvals count; absent in a form that gives no approval
 * options.gateOfRole  whether the gate is that of the role which the task asks
 * options.first       the kinds of evidence that this reviewer judges: first, and open
 * options.pictures    the names of the pictures
 * options.plan        whether the plan is shown
 * options.incident    whether the trail's breaches and rollbacks are shown
 * options.amend       whether the register of risks may be amended
 * options.check       (decision, value of a variable) → what is wrong beyond a missing field, or an empty text
 */
function open(camForm, options) {
  const root = camForm.formElement[0];
  const variables = camForm.variableManager;
  const fetched = ['releaseId'].concat(options.gateOfRole ? ['reviewerRoles', 'loopCounter'] : []);
  const approves = Boolean(options.gate || options.gateOfRole);
  let digest = null;
  let repeated = null;

  function part(name) { return root.querySelector('[data-part="' + name + '"]'); }

  function value(name) {
    const field = root.querySelector('[data-variable="' + name + '"]');
    return field ? field.value.trim() : '';
  }

  /** The questions that the gate answered at its approval, after the decision that they belong to. */
  function ask(release, gate) {
    repeated = again(release, gate);
    if (repeated) { root.querySelector('fieldset').after(repeated.fields); }
  }

  camForm.on('form-loaded', () => {
    fetched.forEach((name) => variables.fetchVariable(name));
    declare(root, variables, approves ? ['decision', 'evidenceDigest'] : []);
  });

  camForm.on('variables-fetched', () => {
    // Read, not sent back: a task is completed with its answer and nothing else.
    const releaseId = variables.variableValue('releaseId');
    const gate = options.gateOfRole ? gateOfRole(variables) : options.gate;
    fetched.forEach((name) => variables.destroyVariable(name));
    const path = '/api/releases/' + encodeURIComponent(releaseId);
    Promise.all([task(camForm), read(path), options.incident ? read(path + '/trail?format=json') : null])
      .then(([found, release, trail]) => {
        part('asked').textContent = found.description || '';
        const amends = options.amend ? { release: release.id, digest: () => digest, done: amended } : null;

        /** The risk manager reads what she approves: the file is read anew, and with it the digest. */
        function amended(risk) {
          digest = null;
          return read(path).then((now) => {
            replace(part('file'), file(now, gate, trail, { ...options, pictures: [] }, amends));
            digest = now.digests[gate];
            part('amended').textContent = 'The register was amended: the evidence has another digest now, the one above.';
            part('file').querySelector('.amend[data-risk="' + risk + '"]').focus();
          }).catch((problem) => {
            part('fault').textContent = 'The register was amended, but could not be read again (' + problem.message + '). Load the page again.';
          });
        }

        part('file').replaceChildren(file(release, gate, trail, options, amends));
        if (options.gateOfRole && !repeated) { ask(release, gate); }
        root.querySelectorAll('[data-evidence]').forEach((place) => {
          const [kind, member] = place.dataset.evidence.split('/');
          place.textContent = ((release.evidence || {})[kind] || {})[member] || '–';
        });
        digest = release.digests[gate] || null;
      })
      .catch((problem) => {
        part('fault').textContent = 'The evidence could not be read (' + problem.message + '). Load the page again.';
      });
  });

  camForm.on('submit', (event) => {
    const lack = approves && !digest ? { fault: 'The evidence has not been read yet.' } : missing(root);
    const decision = (root.querySelector('input[name="decision"]:checked') || {}).value || '';
    const check = options.check || (repeated && repeated.check);
    const fault = lack ? lack.fault : check ? check(decision, value) : '';
    part('fault').textContent = fault;
    if (lack && lack.field) { lack.field.focus(); }
    if (fault) { event.submitPrevented = true; return; }
    send(root, variables);
    if (approves) { variables.variableValue('evidenceDigest', digest); }
  });
}

window.imprimatur = { open };
