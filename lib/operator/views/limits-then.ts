import { tableLines } from '../../local/terminal/table.ts';
import type { LimitThen } from '../limits-in-force.ts';
import { cut, type Screen } from '../screen.ts';

const COLUMNS = [
  { title: 'limit', align: 'left' },
  { title: 'was', align: 'right' },
  { title: '', align: 'left' },
  { title: 'now', align: 'left' },
] as const;

const VALUE_ROOM = 28;
const versionText = (version: number): string => (version === 0 ? 'default' : `v${version}`);

/** The limits that a trade's size was reckoned with, and those that were no defaults: of all the others nothing was to tell. */
export function limitsThenLines(then: readonly LimitThen[], { width, paint }: Screen): readonly string[] {
  const told = then.filter(({ cited, text, default: fallback }) => cited || text !== fallback);
  const rows = told.map(({ name, text, version, versionNow, cited }) => [
    { text: name, ...(cited ? { paint: paint.bold } : {}) },
    { text: cut(text, VALUE_ROOM) },
    { text: versionText(version) },
    version === versionNow
      ? { text: '' }
      : { text: `edited since, ${versionText(versionNow)}`, paint: paint.warn },
  ]);
  const others = then.length - told.length;
  if (told.length === 0) return [`All ${others} stood at their defaults.`];
  return [
    ...tableLines(COLUMNS, rows, width, paint.dim),
    paint.dim(`The other ${others} stood at their defaults.`),
  ];
}
