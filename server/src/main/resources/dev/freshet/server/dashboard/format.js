// Figures as text for people. An unknown figure is an en dash.

export const UNKNOWN = '–';

const known = (value) => value !== null && value !== undefined && Number.isFinite(value);
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Milliseconds, such as `412 ms`, `1.24 s` or `3 min 5 s`. */
export function millis(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  if (value < 9.95) {
    return `${value.toFixed(1)} ms`;
  }
  if (value < 999.5) {
    return `${Math.round(value)} ms`;
  }
  if (value < 59_950) {
    return `${(value / 1000).toFixed(value < 9_995 ? 2 : 1)} s`;
  }
  return seconds(value / 1000);
}

/** Milliseconds of a setting or of a scale, without trailing zeros, such as `2 s`. */
export function plainMillis(value) {
  return millis(value).replace(/\.(\d*?)0+ /, (_, digits) => (digits ? `.${digits} ` : ' '));
}

/** Long times, such as `3 min 5 s` or `2 h 10 min`. */
export function seconds(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const whole = Math.round(value);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  if (whole < 86_400) {
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  }
  const days = Math.floor(whole / 86_400);
  return `${grouped.format(days)} ${days === 1 ? 'day' : 'days'}`;
}

/** A whole number, such as `1,204,331`. */
export function count(value) {
  return known(value) ? grouped.format(value) : UNKNOWN;
}

/** A number with a noun, such as `1 file`. */
export function counted(value, thing) {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
}

/** A short number for narrow places, such as `48.2 k`. */
export function short(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  if (value < 10_000) {
    return grouped.format(value);
  }
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} k` : `${(value / 1e6).toFixed(2)} M`;
}

/** Bytes, such as `4.2 MB`. */
export function bytes(value) {
  if (!known(value)) {
    return UNKNOWN;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 99.5 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** A rate, such as `12.4`. */
export function rate(value) {
  return known(value) ? (value < 99.95 ? value.toFixed(1) : grouped.format(value)) : UNKNOWN;
}

/** A share, such as `0.987`. */
export function share(value) {
  return known(value) ? value.toFixed(3) : UNKNOWN;
}

/** Time of day of an ISO time, such as `10:04:31`. */
export function clock(iso) {
  return iso ? new Date(iso).toLocaleTimeString('en-GB') : UNKNOWN;
}

/** Day and time of an ISO time; without the day if it is the day of `now`. */
export function moment(iso, now) {
  if (!iso) {
    return UNKNOWN;
  }
  const date = new Date(iso);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return sameDay ? clock(iso) : `${day} ${clock(iso)}`;
}

const two = (value) => String(value).padStart(2, '0');
