// A search as any client sends it, with the freshness of its answer.
import { Refused, search } from './api.js';
import { byId, el, setText } from './dom.js';
import * as format from './format.js';

const SHOWN = 320;

let underWay = null;
let asked = null;
let seen = null;

/** Connects the form; `refused` receives failures, such as a missing key. */
export function searchForm(refused) {
  byId('search-form').addEventListener('submit', (event) => {
    event.preventDefault();
    seen = null;
    ask(refused);
  });
}

/** Repeats the search if that is switched on and the table has a new version. */
export function onVersion(version, refused) {
  if (asked && byId('keep-live').checked && version !== null && version !== asked.version) {
    asked.version = version;
    ask(refused);
  }
}

function request() {
  const filter = byId('filter').value.trim();
  return {
    query: byId('query').value,
    mode: byId('mode').value,
    k: Number(byId('k').value),
    ...(filter ? { filter } : {}),
    ...(byId('per-record').checked ? { perRecord: 1 } : {}),
  };
}

async function ask(refused) {
  underWay?.abort();
  const own = new AbortController();
  underWay = own;
  const hits = byId('hits');
  hits.setAttribute('aria-busy', 'true');
  try {
    const answer = await search(request(), own.signal);
    asked = { version: answer.freshness.version };
    showAnswer(answer);
  } catch (failure) {
    if (own.signal.aborted) {
      return;
    }
    hits.replaceChildren();
    tell(failure instanceof Refused ? inWords(failure) : 'The answer cannot be shown.', 'bad');
    refused(failure);
  } finally {
    if (underWay === own) {
      hits.removeAttribute('aria-busy');
    }
  }
}

function inWords({ message, problem }) {
  return problem.path ? `${message} (${problem.path})` : message;
}

function tell(text, tone) {
  const answer = byId('answer');
  answer.dataset.tone = tone;
  setText(answer, text);
}

function showAnswer({ hits, freshness, tookMs }) {
  const lag = freshness.lagMs === null ? '' : ` (${format.millis(freshness.lagMs)} ago)`;
  const upTo = freshness.asOf
    ? `everything that landed until ${format.clock(freshness.asOf)}${lag} is included`
    : 'nothing was committed yet';
  tell(
    `${format.counted(hits.length, 'hit')} in ${format.millis(tookMs)}; ${upTo}; table version ${format.count(freshness.version)}, ${format.counted(freshness.unindexedRows, 'row')} beside the index`,
    'good',
  );
  const ids = new Set(hits.map(({ id, version }) => `${id} ${version}`));
  byId('hits').replaceChildren(
    ...hits.map((hit) => hitItem(hit, seen !== null && !seen.has(`${hit.id} ${hit.version}`))),
  );
  seen = ids;
}

function hitItem(hit, isNew) {
  const facts = [
    el('span', { class: 'fact' }, 'score ', el('b', {}, hit.score.toFixed(4))),
    el('span', { class: 'fact' }, 'version ', el('b', {}, String(hit.version))),
    hit.landedAt
      ? el('span', { class: 'fact' }, 'landed ', el('b', {}, format.moment(hit.landedAt, Date.now())))
      : null,
    ...Object.entries(hit.metadata ?? {})
      .filter(([, value]) => value !== null)
      .map(([name, value]) => el('span', { class: 'fact', dir: 'auto' }, `${name} `, el('b', { dir: 'auto' }, Array.isArray(value) ? value.join(', ') : String(value)))),
  ];
  return el(
    'li',
    { class: 'hit' },
    el(
      'div',
      { class: 'hit-head' },
      el('bdi', { class: 'mono key' }, hit.key),
      el('span', { class: 'chunk' }, `chunk ${hit.chunkIndex}`),
      isNew ? el('span', { class: 'tag', 'data-tone': 'good' }, 'new') : null,
    ),
    ...passage(hit.text ?? ''),
    el('div', { class: 'hit-facts' }, ...facts),
  );
}

/** The text; of a long one only the beginning, with a button for the rest. */
function passage(text) {
  const characters = Array.from(text);
  const paragraph = el('p', { dir: 'auto', class: 'passage' });
  if (characters.length <= SHOWN) {
    paragraph.textContent = text;
    return [paragraph];
  }
  const beginning = `${characters.slice(0, SHOWN).join('')}…`;
  paragraph.textContent = beginning;
  const more = el('button', { type: 'button', class: 'more', 'aria-expanded': 'false' }, 'Show all');
  more.addEventListener('click', () => {
    const all = more.getAttribute('aria-expanded') === 'true';
    paragraph.textContent = all ? beginning : text;
    more.setAttribute('aria-expanded', String(!all));
    setText(more, all ? 'Show all' : 'Show less');
  });
  return [paragraph, more];
}
