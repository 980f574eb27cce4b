// Small charts without a library: lines over time, with their values at one moment.
import { clock, plainMillis } from './format.js';
import { el, setText, svg } from './dom.js';

const MARGIN = { top: 8, right: 8, bottom: 18, left: 52 };
const GRID_LINES = 3;

/** The shortest span in seconds; a shorter history fills only a part of the chart. */
const SPAN_MIN = 60;

/**
 * A chart of one or more figures over time.
 *
 * `lines` are drawn in order: { name, label, tone, area }; `bands` shade between two of them:
 * { from, to, tone }. `limit` is a dashed line: () => { value, label } or null. For keyboards the
 * chart is a slider, whose value is the moment that is read.
 */
export class TimeChart {
  constructor(host, { title, lines, bands = [], limit = () => null, format, scale = format }) {
    Object.assign(this, { host, title, lines, bands, limit, format, scale });
    this.times = [];
    this.series = {};
    this.span = SPAN_MIN;
    this.marked = null;
    this.build();
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  build() {
    this.readouts = this.lines.map((line) => el('dd', {}, '–'));
    this.when = el('span', { class: 'when' }, 'now');
    const legend = el(
      'dl',
      { class: 'readout' },
      ...this.lines.map((line, i) =>
        el('div', { class: `tone-${line.tone}` }, el('dt', {}, line.label), this.readouts[i]),
      ),
    );
    this.plot = el('div', {
      class: 'plot',
      role: 'slider',
      tabindex: '0',
      'aria-label': `${this.title}, moment read`,
      'aria-orientation': 'horizontal',
      'aria-valuemin': '0',
      'aria-valuemax': '0',
      'aria-valuenow': '0',
      'aria-valuetext': 'no figures yet',
    });
    this.host.replaceChildren(el('div', { class: 'readout-line' }, legend, this.when), this.plot);
    this.plot.addEventListener('pointermove', (event) => this.markAt(event.offsetX));
    this.plot.addEventListener('pointerleave', () => this.mark(null));
    this.plot.addEventListener('blur', () => this.mark(null));
    this.plot.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Shows samples: times in milliseconds, and for each line a value or null at each time. */
  update(times, series, span) {
    const moment = this.marked === null ? null : this.times[this.marked];
    this.times = times;
    this.series = series;
    const covered = times.length > 1 ? (times[times.length - 1] - times[0]) / 1000 : 0;
    this.span = Math.min(span, Math.max(SPAN_MIN, covered));
    this.marked = moment === null ? null : nearest(times, moment);
    this.draw();
  }

  draw() {
    const width = this.plot.clientWidth;
    const height = this.plot.clientHeight;
    if (width === 0 || height === 0) {
      return;
    }
    this.width = width - MARGIN.left - MARGIN.right;
    this.height = height - MARGIN.top - MARGIN.bottom;
    const canvas = svg('svg', { width, height, 'aria-hidden': 'true', focusable: 'false' });
    const limit = this.limit();
    this.top = ceiling(Math.max(limit?.value ?? 0, ...this.lines.map((line) => this.highest(line))));
    canvas.append(...this.grid(), ...this.clockLabels());
    if (this.times.length > 1) {
      canvas.append(...this.bands.map((band) => this.band(band)));
      canvas.append(...this.lines.flatMap((line) => this.line(line)));
    } else {
      canvas.append(this.label(MARGIN.left + this.width / 2, height / 2, 'collecting', 'middle'));
    }
    if (limit) {
      canvas.append(...this.limitLine(limit));
    }
    canvas.append(...this.marker());
    this.plot.replaceChildren(canvas);
    this.tell();
  }

  highest(line) {
    return this.values(line.name).reduce((most, value) => Math.max(most, value ?? 0), 0);
  }

  values(name) {
    return this.series[name] ?? [];
  }

  x(time) {
    const last = this.times[this.times.length - 1];
    return MARGIN.left + this.width * (1 - (last - time) / (this.span * 1000));
  }

  y(value) {
    return MARGIN.top + this.height * (1 - value / this.top);
  }

  grid() {
    const parts = [];
    for (let i = 0; i <= GRID_LINES; i++) {
      const value = (this.top * i) / GRID_LINES;
      const y = this.y(value);
      const x2 = MARGIN.left + this.width;
      parts.push(svg('line', { class: 'grid-line', x1: MARGIN.left, x2, y1: y, y2: y }));
      parts.push(this.label(MARGIN.left - 6, y + 4, this.scale(value), 'end'));
    }
    return parts;
  }

  clockLabels() {
    const y = MARGIN.top + this.height + 14;
    const minutes = this.span / 60;
    const reach = minutes < 1.5 ? `${Math.round(this.span)} s` : `${Math.round(minutes)} min`;
    return [
      this.label(MARGIN.left, y, `−${reach}`, 'start'),
      this.label(MARGIN.left + this.width, y, 'now', 'end'),
    ];
  }

  label(x, y, text, anchor) {
    const label = svg('text', { x, y, 'text-anchor': anchor, class: 'axis' });
    label.textContent = text;
    return label;
  }

  /** The values of a figure as lists of points without a gap. */
  runs(name) {
    const runs = [];
    let run = [];
    this.values(name).forEach((value, i) => {
      if (value === null || value === undefined) {
        runs.push(run);
        run = [];
      } else {
        run.push([this.x(this.times[i]), this.y(value), i]);
      }
    });
    runs.push(run);
    return runs.filter((points) => points.length > 1);
  }

  line({ name, tone, area }) {
    return this.runs(name).flatMap((points) => {
      const path = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
      const floor = this.y(0).toFixed(1);
      const closed = `${path}L${points[points.length - 1][0].toFixed(1)} ${floor}L${points[0][0].toFixed(1)} ${floor}Z`;
      const stroke = svg('path', { class: `line tone-${tone}`, d: path });
      return area ? [svg('path', { class: `band tone-${tone}`, d: closed }), stroke] : [stroke];
    });
  }

  band({ from, to, tone }) {
    const lower = this.values(from);
    const shapes = this.runs(to).map((points) => {
      const there = points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
      const back = [...points]
        .reverse()
        .map(([x, , i]) => `${x.toFixed(1)} ${this.y(lower[i] ?? 0).toFixed(1)}`);
      return `M${there.join('L')}L${back.join('L')}Z`;
    });
    return svg('path', { class: `band tone-${tone}`, d: shapes.join('') });
  }

  limitLine({ value, label }) {
    const y = this.y(value);
    const x2 = MARGIN.left + this.width;
    const text = this.label(x2 - 4, y - 5, label, 'end');
    text.setAttribute('class', 'axis limit-label');
    return [svg('line', { class: 'limit', x1: MARGIN.left, x2, y1: y, y2: y }), text];
  }

  marker() {
    if (this.marked === null) {
      return [];
    }
    const x = this.x(this.times[this.marked]);
    const parts = [
      svg('line', { class: 'marker', x1: x, x2: x, y1: MARGIN.top, y2: MARGIN.top + this.height }),
    ];
    for (const { name, tone } of this.lines) {
      const value = this.values(name)[this.marked];
      if (value !== null && value !== undefined) {
        parts.push(svg('circle', { class: `spot tone-${tone}`, cx: x, cy: this.y(value), r: 3.5 }));
      }
    }
    return parts;
  }

  markAt(offset) {
    if (this.times.length > 1) {
      const share = (offset - MARGIN.left) / this.width;
      const last = this.times[this.times.length - 1];
      this.mark(nearest(this.times, last - (1 - share) * this.span * 1000));
    }
  }

  mark(index) {
    if (index !== this.marked) {
      this.marked = index;
      this.draw();
    }
  }

  onKey(event) {
    const last = this.times.length - 1;
    const at = this.marked ?? last;
    const page = Math.max(1, Math.round(this.times.length / 10));
    const targets = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - page,
      PageUp: at + page,
      Home: 0,
      End: last,
    };
    if (event.key in targets && last > 0) {
      event.preventDefault();
      this.mark(Math.min(last, Math.max(0, targets[event.key])));
    } else if (event.key === 'Escape') {
      this.mark(null);
    }
  }

  /** Writes the figures of the moment into the legend, and as text for screen readers. */
  tell() {
    const last = this.times.length - 1;
    const at = this.marked ?? last;
    const told = this.lines.map((line, i) => {
      const value = this.format(this.values(line.name)[at] ?? null);
      setText(this.readouts[i], value);
      return `${line.label} ${value}`;
    });
    const when = at < 0 ? '' : clock(new Date(this.times[at]).toISOString());
    setText(this.when, this.marked === null ? 'now' : when);
    this.plot.setAttribute('aria-valuemax', String(Math.max(0, last)));
    this.plot.setAttribute('aria-valuenow', String(Math.max(0, at)));
    this.plot.setAttribute('aria-valuetext', at < 0 ? 'no figures yet' : `${when}: ${told.join(', ')}`);
  }
}

/** Draws the latency budget: for each percentile a bar of stages, and a line for the objective. */
export function budgetBars(host, { bars, sloMs }, words, format) {
  const most = Math.max(sloMs * 1.12, ...bars.map((bar) => bar.totalMs));
  const rows = bars.map((bar) => {
    const canvas = svg('svg', { class: 'stack', viewBox: '0 0 1000 28', preserveAspectRatio: 'none' });
    let x = 0;
    for (const { term, ms } of bar.parts) {
      const width = (1000 * ms) / most;
      canvas.append(svg('rect', { class: term, x, y: 2, width, height: 24 }));
      x += width;
    }
    const limit = (1000 * sloMs) / most;
    canvas.append(svg('line', { class: 'limit', x1: limit, x2: limit, y1: 0, y2: 28 }));
    const told = bar.parts.map(({ term, ms }) => `${term} ${format(ms)}`).join(', ');
    const text = `${bar.percentile}: ${format(bar.totalMs)} of ${plainMillis(sloMs)} allowed; ${told}`;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', text);
    return el(
      'div',
      { class: 'bar', 'data-tone': bar.withinSlo ? 'good' : 'bad' },
      el('span', { class: 'bar-name' }, bar.percentile),
      canvas,
      el('span', { class: 'bar-total' }, format(bar.totalMs)),
    );
  });
  const note = bars.length
    ? `dashed line: ${plainMillis(sloMs)} allowed`
    : `Nothing became queryable within the ${words}.`;
  host.replaceChildren(...rows, el('p', { class: 'foot' }, note));
}

function nearest(times, moment) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 && moment - times[low - 1] < times[low] - moment ? low - 1 : low;
}

/** The smallest round number, such as 1.2, 3 or 45, that is not below `value`. */
function ceiling(value) {
  if (value <= 0) {
    return 3;
  }
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1.2, 1.5, 2.1, 3, 4.5, 6, 7.5, 9, 12].find((step) => step * unit >= value) * unit;
}
