// The pictures that the API draws, put into the page: so their text can be searched, enlarged and read aloud.

import { around, element } from './elements.js';

const CAPTIONS = {
  metrics: 'Before and after: the champion and this version, metric by metric, with the bounds of the plan',
  roc: 'ROC curve', calibration: 'Calibration', confusion: 'Confusion matrix',
  slices: 'Groups of people, with 95 % intervals', splits: 'Split history: who served which share',
  'ab-test': 'A/B test'
};

/** Pictures of a release by name, each in its own figure; one that cannot be read says so in its place. */
export function pictures(release, names) {
  return around('div', names.map((name) => figure(release, name)), 'pictures');
}

function figure(release, name) {
  const place = element('div', 'Drawing …');
  const made = around('figure', [element('figcaption', CAPTIONS[name]), place]);
  made.dataset.picture = name;
  const path = '/api/releases/' + encodeURIComponent(release) + '/pictures/' + name + '.svg';
  fetch(path, { credentials: 'same-origin', headers: { Accept: 'image/svg+xml' } })
    .then((answer) => {
      if (!answer.ok) { throw new Error('HTTP ' + answer.status); }
      return answer.text();
    })
    .then((text) => {
      const read = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      if (read.localName !== 'svg') { throw new Error('no picture'); }
      place.replaceWith(document.importNode(read, true));
    })
    .catch((problem) => { place.textContent = 'This picture could not be read (' + problem.message + ').'; });
  return made;
}
