// The tables of batches, steps of maintenance and quarantined lines.
import { Refused, read } from './api.js';
import { byId, el, setText } from './dom.js';
import * as format from './format.js';

const body = (id) => byId(id).tBodies[0];
const cell = (text, attributes = {}) => el('td', attributes, text);
const number = (text) => cell(text, { class: 'n' });

/** Fills a table and keeps unchanged rows, so that focus and selection stay. */
function fill(id, rows, empty) {
  const target = body(id);
  if (rows.length === 0) {
    const columns = byId(id).tHead.rows[0].cells.length;
    target.replaceChildren(el('tr', {}, el('td', { colspan: columns, class: 'empty' }, empty)));
    return;
  }
  const old = new Map([...target.rows].map((row) => [row.dataset.id, row]));
  const next = rows.map(({ id: key, make }) => old.get(key) ?? tagged(make(), key));
  if (next.length !== target.rows.length || next.some((row, i) => row !== target.rows[i])) {
    target.replaceChildren(...next);
  }
}

function tagged(row, id) {
  row.dataset.id = id;
  return row;
}

/** Shows the newest batches, joined with the ledger. */
export function showBatches(batches, now) {
  const rows = batches.map((batch) => ({
    id: [batch.id, batch.ledger, batch.told !== null, format.moment(batch.at, now)].join(' '),
    make: () => batchRow(batch, now),
  }));
  fill('batches', rows, 'No batch was committed yet.');
}

function batchRow({ id, at, ledger, told }, now) {
  const sequence = id.slice(id.lastIndexOf(':') + 1);
  return el(
    'tr',
    {},
    cell(format.moment(at, now)),
    cell(sequence, { class: 'n', title: id }),
    number(format.count(told?.files)),
    number(format.count(told?.rows)),
    number(format.millis(told?.embedMs)),
    number(format.millis(told?.writeMs)),
    number(format.millis(told?.commitMs)),
    el('td', {}, el('span', { class: 'tag', 'data-tone': ledger ? 'good' : 'none' }, ledger ?? 'not yet')),
  );
}

const RESULTS = { done: 'good', nothing: 'none', conflict: 'warn', failed: 'bad', abandoned: 'bad' };

/** Shows the newest steps of maintenance. */
export function showRuns(maintenance, now) {
  setText('maintenance', maintenance ? inWords(maintenance) : 'The table was never maintained.');
  const rows = (maintenance?.lastRuns ?? []).map((run) => ({
    id: `${run.startedAt} ${run.step} ${format.moment(run.startedAt, now)}`,
    make: () => runRow(run, now),
  }));
  fill('runs', rows, 'No step was run yet.');
}

function inWords({ state, doing, conflicts, reclaimedBytes, leaseWaitMs }) {
  return `${state}${doing ? `: ${doing}` : ''}; ${format.bytes(reclaimedBytes)} reclaimed, ${format.counted(conflicts, 'conflict')}, ${format.millis(leaseWaitMs)} waited for the lease`;
}

function runRow({ startedAt, step, result, tookMs, rows, reason, error }, now) {
  return el(
    'tr',
    {},
    cell(format.moment(startedAt, now)),
    cell(step, { class: 'mono' }),
    el('td', {}, el('span', { class: 'tag', 'data-tone': RESULTS[result] ?? 'none' }, result)),
    number(format.millis(tookMs)),
    number(format.count(rows)),
    cell(error ?? reason, { class: 'prose', dir: 'auto' }),
  );
}

/** Shows the newest quarantined lines; the text of a line is loaded when it is asked for. */
export function showQuarantine(lines, now) {
  const rows = lines.map((line) => ({
    id: `${line.sequence} ${line.line} ${line.stage} ${line.recordKey} ${format.moment(line.landedAt, now)}`,
    make: () => quarantineRow(line, now),
  }));
  fill('quarantine', rows, 'Nothing is in quarantine.');
}

function quarantineRow(line, now) {
  const where = `${line.file.slice(line.file.lastIndexOf('/') + 1)}:${line.line}`;
  const button = el('button', { type: 'button', class: 'tool', 'aria-label': `Show ${where}` }, 'Show');
  button.addEventListener('click', () => showLine(line));
  return el(
    'tr',
    {},
    cell(format.moment(line.landedAt, now)),
    el('td', { class: 'prose mono', dir: 'auto', title: line.file }, where),
    cell(line.stage),
    cell(line.reason, { class: 'prose wide', dir: 'auto' }),
    el('td', {}, button),
  );
}

async function showLine({ sequence, line, file }) {
  setText('line-where', `${file}, line ${line}`);
  setText('line', 'loading');
  byId('line-dialog').showModal();
  try {
    const answer = await read(`v1/dashboard/quarantine/line?sequence=${sequence}&line=${line}`);
    setText('line', answer.payload);
  } catch (failure) {
    setText('line', failure instanceof Refused ? failure.message : 'The line cannot be shown.');
  }
}

byId('line-close').addEventListener('click', () => byId('line-dialog').close());
