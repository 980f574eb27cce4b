// Keeps the page up to date: the overview every two seconds, the tables less often, and all of it less often
// while the page is hidden.
import { Refused, key, read } from './api.js';
import { byId, setText, show } from './dom.js';
import * as format from './format.js';
import { drawHistory, showOverview } from './glance.js';
import { onVersion, searchForm } from './search.js';
import { showBatches, showQuarantine, showRuns } from './tables.js';
import { explain } from './tooltip.js';

const PERIOD_MS = 2_000;
const TABLES_EVERY = 3;
const SAMPLES_MAX = 1_800;
const STALE_MS = 10_000;

/** The samples of the last hour, one list for each figure. */
const history = {
  times: [],
  series: {},
  newest: null,
  add({ at, series }) {
    for (const [name, values] of Object.entries(series)) {
      this.series[name] = [...(this.series[name] ?? []), ...values].slice(-SAMPLES_MAX);
    }
    this.times = [...this.times, ...at.map(Date.parse)].slice(-SAMPLES_MAX);
    this.newest = at[at.length - 1] ?? this.newest;
  },
  from(span) {
    const first = this.times[this.times.length - 1] - span * 1000;
    return Math.max(0, this.times.findIndex((time) => time >= first));
  },
  last() {
    return Object.fromEntries(
      Object.entries(this.series).map(([name, values]) => [name, values[values.length - 1]]),
    );
  },
};

let overview = null;
let changedAt = performance.now();
let round = 0;
let timer = null;
let refreshing = false;

const span = () => Number(document.querySelector('input[name=range]:checked').value);

async function refresh() {
  if (refreshing) {
    return;
  }
  refreshing = true;
  clearTimeout(timer);
  try {
    await glance();
    if (round++ % TABLES_EVERY === 0) {
      await Promise.all([table('batches', showBatches), table('quarantine', showQuarantine)]);
    }
  } catch (failure) {
    troubled(failure);
  } finally {
    refreshing = false;
    timer = setTimeout(refresh, document.hidden ? 10 * PERIOD_MS : PERIOD_MS);
  }
}

async function glance() {
  const after = history.newest ? `?after=${encodeURIComponent(history.newest)}` : '';
  const [next, samples] = await Promise.all([
    read('v1/dashboard/overview'),
    read(`v1/dashboard/history${after}`),
  ]);
  if (next.at !== overview?.at) {
    changedAt = performance.now();
  }
  overview = next;
  history.add(samples);
  const stale = performance.now() - changedAt > STALE_MS;
  state(stale ? 'stale' : 'live');
  setText('updated', stale ? `figures of ${format.moment(next.at, Date.now())}` : `as of ${format.clock(next.at)}`);
  showOverview(next, history.last());
  drawHistory(history, span());
  setText('quarantined', next.status.quarantined ? format.count(next.status.quarantined) : '');
  showRuns(next.status.maintenance, next.at);
  onVersion(next.status.table?.version ?? null, troubled);
  if (stale) {
    notice('These figures are old', `The server answers, but has not been able to read the pipeline's reports since ${format.clock(next.at)}. Its log says why.`);
  }
}

/** Shows a table; if it cannot be read, the rest of the page is still shown. */
async function table(name, showRows) {
  try {
    showRows(await read(`v1/dashboard/${name}`), overview.at);
  } catch (failure) {
    if (failure instanceof Refused && (failure.status === 401 || failure.status === 0)) {
      throw failure;
    }
    const cell = document.querySelector(`#${name} .empty`);
    if (cell && failure instanceof Refused) {
      setText(cell, failure.message);
    }
  }
}

function state(next) {
  if (document.body.dataset.state !== next) {
    document.body.dataset.state = next;
    show(byId('notice'), false);
  }
}

function notice(title, text) {
  setText('notice-title', title);
  setText('notice-text', text);
  show(byId('notice'), true);
}

function troubled(failure) {
  if (!(failure instanceof Refused)) {
    throw failure;
  }
  if (failure.status === 401) {
    state('locked');
    askForKey();
  } else if (failure.status === 403) {
    state('forbidden');
    notice('This key sees some rows only', 'You can search below. Figures of the whole pipeline need a key without a row filter.');
  } else if (failure.status === 0 || failure.status >= 500) {
    gone(failure);
  }
}

function gone(failure) {
  if (failure.status !== 0 && overview !== null && failure.problem.code !== 'STOPPING') {
    return;
  }
  state('stale');
  const old = overview ? ` The figures are of ${format.moment(overview.at, Date.now())}.` : '';
  setText('updated', overview ? `figures of ${format.moment(overview.at, Date.now())}` : 'no figures yet');
  notice('The server does not answer', `${failure.status === 0 ? 'The page tries again every two seconds.' : failure.message}${old}`);
}

function askForKey() {
  const dialog = byId('key-dialog');
  if (dialog.open) {
    return;
  }
  setText(
    'key-text',
    key.value()
      ? 'The key is not accepted: it is unknown, expired or was replaced.'
      : 'The key stays in this tab and is sent to this server only.',
  );
  key.forget();
  show(byId('forget-key'), false);
  dialog.showModal();
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  key.keep(byId('key').value.trim());
  byId('key').value = '';
  show(byId('forget-key'), true);
  byId('key-dialog').close();
  refresh();
});

byId('forget-key').addEventListener('click', () => {
  key.forget();
  location.reload();
});

byId('range').addEventListener('change', () => drawHistory(history, span()));
document.addEventListener('visibilitychange', () => document.hidden || refresh());

const THEMES = ['system', 'light', 'dark'];

function showTheme() {
  setText('theme-name', document.documentElement.dataset.theme ?? 'system');
}

byId('theme').addEventListener('click', () => {
  const now = document.documentElement.dataset.theme ?? 'system';
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  try {
    localStorage.setItem('freshet.theme', next);
  } catch {
    // Storage is disabled: the choice lasts until the page is left.
  }
  showTheme();
});

showTheme();
show(byId('forget-key'), key.value() !== null);
searchForm(troubled);
explain(await (await fetch('dashboard/explanations.json')).json());
refresh();
