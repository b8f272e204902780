// Elements of a page from values. Text is always set as text: nothing that a card or a plan says becomes markup.

import { plain, words } from './words.js';

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) { made.textContent = text; }
  if (className) { made.className = className; }
  return made;
}

/** An element around others; what is null is left out. */
export function around(tag, children, className) {
  const made = element(tag, undefined, className);
  children.filter(Boolean).forEach((child) => made.appendChild(child));
  return made;
}

export function list(texts) {
  return around('ul', texts.map((text) => element('li', text)));
}

function isPlain(content) { return content === null || content === undefined || typeof content !== 'object'; }

function isShort(content) { return isPlain(content) && String(content).length < 32; }

/** Anything that evidence may hold, as a person reads it. */
export function value(content, key) {
  if (isPlain(content)) { return element('span', plain(content, key)); }
  if (!Array.isArray(content)) {
    return Object.keys(content).length === 0 ? element('span', 'none') : facts(content);
  }
  if (content.length === 0) { return element('span', 'none'); }
  if (content.every(isPlain)) {
    return content.every(isShort) ? element('span', content.map((one) => plain(one)).join(', ')) : list(content.map((one) => plain(one)));
  }
  if (content.every((item) => item && typeof item === 'object' && !Array.isArray(item))) { return records(content); }
  return around('div', content.map((one) => value(one)));
}

/** A table with one row for each member. */
export function facts(content, caption) {
  const made = element('table', undefined, 'facts');
  if (caption) { made.appendChild(element('caption', caption)); }
  const body = made.createTBody();
  Object.keys(content).forEach((key) => {
    const row = body.insertRow();
    const head = element('th', words(key));
    head.scope = 'row';
    row.appendChild(head);
    row.insertCell().appendChild(value(content[key], key));
  });
  return made;
}

/** A table with one row for each record and a column for each member that any of them has. */
export function records(items, caption) {
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return grid(keys.map(words), items.map((item) => keys.map((key) =>
    (typeof item[key] === 'number' && plain(item[key], key) !== plain(item[key]) ? plain(item[key], key) : item[key]))), caption);
}

/** A table with heads; numbers stand under each other. It scrolls by itself where it is wider than the page. */
export function grid(heads, rows, caption) {
  const made = element('table', undefined, 'grid');
  if (caption) { made.appendChild(element('caption', caption)); }
  const top = made.createTHead().insertRow();
  heads.forEach((name) => {
    const head = element('th', name);
    head.scope = 'col';
    top.appendChild(head);
  });
  const body = made.createTBody();
  rows.forEach((cells) => {
    const row = body.insertRow();
    cells.forEach((content, column) => {
      const cell = row.insertCell();
      cell.appendChild(content instanceof Node ? content : value(content));
      if (typeof content === 'number') { cell.className = 'number'; top.cells[column].className = 'number'; }
    });
  });
  return made;
}

/** A chapter that opens and closes. */
export function chapter(title, aside, content, open) {
  const made = around('details', [around('summary', [element('span', title + ' '), aside]), content]);
  made.open = Boolean(open);
  return made;
}
