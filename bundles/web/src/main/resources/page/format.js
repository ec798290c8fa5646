// How values are written for people.

// Controls, and what turns the direction of text round: shown by their code points, so that nobody can hide anything with them.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text of a unikernel or of somebody else, in which everything can be seen. */
export function visible(text) {
  return String(text).replace(HIDDEN, (c) =>
    c === '\t' ? '    ' : `\u27e8${c.charCodeAt(0).toString(16).padStart(2, '0')}\u27e9`);
}

/** A string of the API that may be bytes that are not UTF-8. */
export const text = (value) => (value !== null && typeof value === 'object' ? `hex ${value.hex}` : visible(value ?? ''));

/** A moment of the API; those of the protocol have twelve digits of a second. */
export const moment = (value) => (value ? new Date(`${value.replace(/(\.\d{3})\d*/, '$1').replace(/(Z|[+-]\d\d:\d\d)$/, '')}Z`) : undefined);

const pad = (number) => String(number).padStart(2, '0');

/** A moment in the time of the browser. */
export function clock(date, withDay = true) {
  if (!date) return '';
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} `;
  return `${withDay ? day : ''}${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** How long it is from a moment to another one. */
export function duration(from, to) {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const units = [['d', 86400], ['h', 3600], ['min', 60]];
  for (const [i, [unit, size]] of units.entries()) {
    if (seconds >= size) {
      const [smaller, smallerSize] = units[i + 1] ?? ['s', 1];
      return `${Math.floor(seconds / size)} ${unit} ${Math.floor((seconds % size) / smallerSize)} ${smaller}`;
    }
  }
  return `${seconds} s`;
}

/** Memory in MB. */
export const megabytes = (count) => (count >= 10240 ? `${(count / 1024).toFixed(1)} GB` : `${count} MB`);

/** A kind of event in words. */
export const words = (kind) => visible(kind).replaceAll('_', ' ');
