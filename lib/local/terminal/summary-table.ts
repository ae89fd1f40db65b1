import { FINDING_USD } from '../../desk/truth/difference.ts';
import { dollars } from '../../desk/words.ts';
import { signedDollars } from '../../operator/figures.ts';
import type { Summary } from '../summary.ts';
import { wrapped } from './table.ts';

/** The summary for people: name, figure, unit, aligned. `played` are the minutes of this start alone. */
export function summaryLines(summary: Summary, played: number, width: number): string[] {
  const rate = summary.wallSeconds > 0 ? played / summary.wallSeconds : 0;
  const rows: readonly (readonly [string, string])[] = [
    ['minutes', String(summary.minutes)],
    ['universe', `${summary.universeSize} coins`],
    ['entries', String(summary.entries)],
    ['closed trades', String(summary.closedTrades)],
    ['exits', counts(summary.exits)],
    ['stop moves', counts(summary.stopMoves)],
    ['fills', String(summary.fills)],
    ['equity', dollars(summary.equityUsd)],
    ['realised', signedDollars(summary.realisedUsd)],
    ['fees', dollars(summary.feesUsd)],
    ['funding', signedDollars(summary.fundingUsd)],
    ['fidelity, median', summary.fidelityMedian === null ? 'no entry' : summary.fidelityMedian.toFixed(3)],
    ['unprotected minutes', String(summary.unprotectedMinutes)],
    ['duplicate orders', String(summary.duplicateOrders)],
    ['days closed', closings(summary)],
    ['models revalidated', times(summary.revalidations)],
    ['not traded', counts(summary.noTrade)],
    ['journal', `${summary.journalHash.slice(0, 16)}…`],
    ['wall time', `${summary.wallSeconds.toFixed(1)} s for ${played} minutes, ${rate.toFixed(1)} a second`],
  ];
  const room = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, figure]) => {
    const [first = '', ...more] = wrapped(figure, width - room - 2, '');
    const indent = ' '.repeat(room + 2);
    return [`${name.padEnd(room)}  ${first}`, ...more.map(line => indent + line)];
  });
}

const closings = ({ daysClosed, truthMismatchUsd }: Summary): string => {
  if (daysClosed === 0) return 'none yet';
  const verdict =
    truthMismatchUsd > FINDING_USD
      ? `the desk differs from the venue by up to ${dollars(truthMismatchUsd)} a day`
      : 'the desk agrees with the venue to the cent';
  return `${daysClosed}, ${verdict}`;
};

const times = (n: number): string => (n === 1 ? 'once' : `${n} times`);

function counts(of: Readonly<Record<string, number>>): string {
  const parts = Object.entries(of).map(([name, count]) => `${name} ${count}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
