// The first figures of the page: freshness, latency budget, backlog, searches, table and alerts.
import { TimeChart, budgetBars } from './charts.js';
import { byId, el, prose, setText, show } from './dom.js';
import * as format from './format.js';

const STATES = {
  'never-run': ['none', 'never ran'],
  starting: ['none', 'starting'],
  running: ['good', 'running'],
  retrying: ['warn', 'retrying'],
  stopped: ['none', 'stopped'],
  failed: ['bad', 'failed'],
  killed: ['bad', 'killed'],
};

let sloMs = null;
let shown = null;

byId('window').addEventListener('change', () => shown && showFreshness(shown));

const charts = {
  freshness: new TimeChart(byId('freshness-chart'), {
    title: 'Freshness over time',
    lines: [
      { name: 'freshnessP50Ms', label: 'p50', tone: 'soft' },
      { name: 'freshnessP95Ms', label: 'p95', tone: 'main' },
      { name: 'freshnessP99Ms', label: 'p99', tone: 'far' },
    ],
    bands: [
      { from: 'freshnessP95Ms', to: 'freshnessP99Ms', tone: 'far' },
      { from: 'freshnessP50Ms', to: 'freshnessP95Ms', tone: 'main' },
    ],
    limit: () => (sloMs === null ? null : { value: sloMs, label: `objective ${format.plainMillis(sloMs)}` }),
    format: format.millis,
    scale: format.plainMillis,
  }),
  backlog: new TimeChart(byId('backlog-chart'), {
    title: 'Backlog over time',
    lines: [{ name: 'backlogBytes', label: 'waiting', tone: 'main', area: true }],
    format: format.bytes,
  }),
  queries: new TimeChart(byId('query-chart'), {
    title: 'Time of searches',
    lines: [
      { name: 'queryP50Ms', label: 'P50', tone: 'soft' },
      { name: 'queryP95Ms', label: 'P95', tone: 'main' },
      { name: 'queryP99Ms', label: 'P99', tone: 'far' },
    ],
    format: format.millis,
    scale: format.plainMillis,
  }),
  table: new TimeChart(byId('table-chart'), {
    title: 'Rows beside the index over time',
    lines: [
      { name: 'tailRows', label: 'tail', tone: 'main', area: true },
    ],
    format: format.short,
  }),
};

/** Draws the charts over the newest `span` seconds. */
export function drawHistory(history, span) {
  const from = history.from(span);
  const times = history.times.slice(from);
  for (const chart of Object.values(charts)) {
    const series = {};
    for (const { name } of chart.lines) {
      series[name] = (history.series[name] ?? []).slice(from);
    }
    chart.update(times, series, span);
  }
}

/** Shows an overview. */
export function showOverview(overview, newest) {
  const { status } = overview;
  sloMs = overview.sloMs;
  const [tone, words] = STATES[status.state] ?? ['none', status.state];
  byId('state').dataset.tone = tone;
  setText('state-text', words);
  setText('name', status.name);
  shown = overview;
  showFreshness(overview);
  showBacklog(overview);
  showQueries(overview, newest);
  showTable(status);
  showAlerts(overview.alerts);
  showNotice(status);
}

/** Shows the freshness of the window that is chosen. */
function showFreshness({ at, windows, status, canary, sloMs: allowed }) {
  const chosen = windows.find(({ landed }) => landed.window === windowChoice());
  const { p50Ms, p95Ms, p99Ms, files } = chosen.landed;
  const { asOf } = status.freshness;
  const measured = files > 0;
  const big = byId('freshness');
  const good = p95Ms <= allowed;
  big.dataset.tone = measured ? (good ? 'good' : 'bad') : 'none';
  setText(big, measured ? format.millis(p95Ms) : format.UNKNOWN);
  setText(
    'freshness-verdict',
    measured
      ? `95 of 100 files of the ${chosen.words} were searchable within this time of landing. ${good ? 'The objective is met.' : 'The objective is missed.'}`
      : `Nothing became queryable within the ${chosen.words}.`,
  );
  setText('freshness-p50', measured ? format.millis(p50Ms) : format.UNKNOWN);
  setText('freshness-p99', measured ? format.millis(p99Ms) : format.UNKNOWN);
  setText('slo', format.plainMillis(allowed));
  setText('canary', canaryInWords(canary));
  setText('as-of', asOf ? `${age(asOf, at)} ago` : format.UNKNOWN);
  document.title = measured ? `${format.millis(p95Ms)} · Freshet` : 'Freshet';
  showBudget(chosen.budget, chosen.words);
}

const canaryInWords = (canary) =>
  canary === null ? 'off' : canary.problem ? 'blocked' : canary.foundMs === null ? 'waiting' : format.millis(canary.foundMs);

const windowChoice = () => document.querySelector('input[name=window]:checked').value;

const age = (iso, now) => format.millis(Math.max(0, Date.parse(now) - Date.parse(iso)));

function showBudget(budget, words) {
  budgetBars(byId('budget'), budget, words, format.millis);
  const p95 = budget.bars.find((bar) => bar.percentile === 'p95');
  for (const term of ['detection', 'queueing', 'reading', 'reduction', 'layers', 'embedding', 'commit']) {
    setText(`term-${term}`, format.millis(p95?.parts.find((part) => part.term === term)?.ms));
  }
}

const FORECASTS = {
  UNKNOWN: ['none', () => 'not known'],
  UP_TO_DATE: ['good', () => 'up to date'],
  CATCHING_UP: ['warn', ({ secondsLeft }) => `caught up in ${format.seconds(secondsLeft)}`],
  FALLING_BEHIND: ['bad', () => 'not catching up'],
  STALLED: ['bad', () => 'stalled'],
};

function showBacklog({ status, catchUp }) {
  setText('backlog-files', format.short(status.backlog.files));
  setText('backlog-bytes', format.bytes(status.backlog.bytes));
  setText('stale', format.short(status.stale));
  const [tone, words] = FORECASTS[catchUp.state];
  const forecast = byId('forecast');
  forecast.dataset.tone = tone;
  const watched = catchUp.state === 'UNKNOWN' && status.pid !== null;
  setText(forecast, watched ? 'watching for ten seconds' : words(catchUp));
  setText(
    'backlog-rates',
    catchUp.processedPerSecond === null
      ? '\u00a0'
      : `over the last minute ${format.bytes(catchUp.landedPerSecond)}/s landed, ${format.bytes(catchUp.processedPerSecond)}/s processed`,
  );
}

function showQueries({ status, queries }, newest) {
  const { latency } = queries;
  const quiet = latency.p99Ms <= 0;
  setText('query-rate', format.rate(newest.queriesPerSecond));
  setText('query-p50', quiet ? format.UNKNOWN : format.millis(latency.p50Ms));
  setText('query-p95', quiet ? format.UNKNOWN : format.millis(latency.p95Ms));
  setText('query-p99', quiet ? format.UNKNOWN : format.millis(latency.p99Ms));
  setText('recall', format.share(status.maintenance?.recall));
  setText(
    'query-totals',
    `since the server started ${format.count(queries.answered)} answered, ${format.count(queries.failed)} failed, ${format.count(queries.shed)} refused`,
  );
}

function showTable({ records, chunks, table, maintenance }) {
  setText('records', format.short(records));
  setText('chunks', format.short(chunks));
  setText('fragments', format.count(table?.fragments));
  setText('tail', format.short(table?.unindexedRows));
  setText('segments', format.count(table?.deltaSegments));
  setText('table-foot', table ? tableInWords(table, maintenance) : 'There is no table yet.');
}

function tableInWords({ version, indexType }, maintenance) {
  const index = indexType ?? 'no index yet, so every search scans all rows';
  const search = maintenance?.search;
  const tuned = search?.tunedRecall ? `, tuned to recall ${format.share(search.tunedRecall)}` : '';
  return `version ${format.count(version)}; ${index}${tuned}`;
}

let firing = '';

function showAlerts(alerts) {
  const names = alerts.map(({ name, detail }) => `${name} ${detail}`).join('\n');
  if (names === firing) {
    return;
  }
  const before = new Set(firing.split('\n').map((line) => line.split(' ')[0]));
  firing = names;
  byId('alert-list').replaceChildren(...alerts.map(alertItem));
  show(byId('alerts'), alerts.length > 0);
  const fresh = alerts.filter(({ name }) => !before.has(name));
  if (fresh.length > 0) {
    setText('announcer', `Alert: ${fresh.map(({ title }) => title).join('; ')}`);
  } else if (alerts.length === 0) {
    setText('announcer', 'All alerts are over.');
  }
}

function alertItem({ name, severity, title, detail, condition, whatToDo, runbook }) {
  return el(
    'li',
    { class: 'alert', 'data-severity': severity, 'data-name': name },
    el('span', { class: 'severity' }, severity),
    el(
      'div',
      {},
      el('strong', {}, title),
      el('p', { dir: 'auto' }, detail),
      el(
        'details',
        {},
        el('summary', {}, 'What to do'),
        el('p', {}, ...prose(whatToDo)),
        el('p', { class: 'foot' }, ...prose(condition), ' Runbook: ', el('code', {}, runbook)),
      ),
    ),
  );
}

function showNotice(status) {
  const title =
    status.state === 'never-run'
      ? 'This pipeline never ran'
      : status.table === null
        ? 'There is no vector table yet'
        : status.chunks === 0
          ? 'The vector table is empty'
          : null;
  const texts = {
    'This pipeline never ran': 'Start it with ./freshet run and land a file. The figures then appear here.',
    'There is no vector table yet': 'The first batch makes it: land a file.',
    'The vector table is empty': 'Every record was deleted, or no record has a text.',
  };
  const notice = byId('notice');
  if (document.body.dataset.state === 'live') {
    if (title) {
      setText('notice-title', title);
      setText('notice-text', texts[title]);
    }
    show(notice, title !== null);
  }
}
