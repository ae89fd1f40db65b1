import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WIDTH, wrapped } from '../../../lib/desk/report/lines.ts';
import { reportSubject, reportText } from '../../../lib/desk/report/text.ts';
import { usd } from '../../../lib/desk/units.ts';
import { COIN } from '../../kit/builders.ts';
import { aReport, aTrade, aTruth, at, byHand, record } from './samples.ts';

const flowing = (text: string) => text.replaceAll(/\s+/g, ' ');
const said = (...given: Parameters<typeof aReport>) => flowing(reportText(aReport(...given)));

describe('the subject', () => {
  test.each<[string, Parameters<typeof aReport>[0]]>([
    ['perpdesk main (paper) 2026-01-05: +$34.50, 0 trades', {}],
    ['perpdesk main (paper) 2026-01-05: +$34.50, 1 trade', { positions: [aTrade(at(90), 5)] }],
    ['perpdesk main (paper) 2026-01-05: not closed yet, 0 trades', { truth: undefined }],
    [
      'perpdesk main (paper) 2026-01-05: +$34.50, 0 trades, wants attention',
      { records: [record(1, { type: 'trouble', what: 'scan', because: 'x' })] },
    ],
    [
      'perpdesk main (paper) 2026-01-05: +$34.50, 0 trades, wants attention',
      { truth: aTruth({ mismatchUsd: usd(0.02), differenceCount: 1 }) },
    ],
  ])('is “%s”', (subject, given) => expect(reportSubject(aReport(given))).toBe(subject));
});

describe('the text', () => {
  test('begins with the day in two sentences', () => {
    const positions = [aTrade(at(90), 21), aTrade(at(95), -10), aTrade(undefined, 0)];
    expect(reportText(aReport({ positions })).split('\n')[0]).toBe(
      'Desk main, paper: Monday 2026-01-05 (UTC)',
    );
    expect(said({ positions })).toContain(
      `+$34.50 net of fees and funding. 2 trades ended, 1 won, 1 lost: +0.8R in all. Entry ran in 1 of 1440 minutes. Held overnight: ${COIN}. Nothing went wrong.`,
    );
  });

  test('of a day without entries says why there were none', () =>
    expect(said()).toContain(
      'No trade ended. Entry ran in 1 of 1440 minutes. Nothing was opened: no coin had a signal (1 of 1 minutes).',
    ));

  test('of a desk that did not run says so', () =>
    expect(said({ records: [] })).toMatch(/Entry did not run at all\. .* Something wants your attention\./));

  test('of the venue’s money leaves out what another hand did, and tells it apart', () => {
    const text = said({ truth: aTruth({ foreign: byHand(4.5), transfersUsd: usd(500) }) });
    expect(text).toContain('+$30.00 net of fees');
    expect(text).toMatch(/net \+\$30\.00 by another hand \+\$4\.50 deposits less withdrawals \+\$500\.00/);
  });

  test('says where desk and venue differ, and what to ask', () =>
    expect(said({ truth: aTruth({ mismatchUsd: usd(1.5), differenceCount: 2 }) })).toContain(
      'differ by $1.50 in 2 places; npm run desk -- profit names them',
    ));

  test('puts troubles first', () => {
    const records = [record(3, { type: 'trouble', what: 'scan', because: 'the venue was down' })];
    const text = reportText(aReport({ records, positions: [aTrade(at(90), 5)] }));
    expect(text).toContain('  00:03  scan: the venue was down');
    expect(text.indexOf('TROUBLES')).toBeLessThan(text.indexOf('MONEY'));
  });

  test('of a trade on a forced list says so in its line', () =>
    expect(said({ positions: [aTrade(at(90), 5, { source: 'forced' })] })).toMatch(/COIN FORCED long/));

  test('fits 78 columns whatever is in it, and has no line that is only blanks', () => {
    const words = fc.string({ maxLength: 300 });
    fc.assert(
      fc.property(
        words,
        words,
        fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        (because, what, realised) => {
          const records = [
            record(1, { type: 'trouble', what, because }),
            record(2, { type: 'state', what: 'limit edited', because }),
            record(3, { type: 'seat', kind: 'xgboost', version: what, what: 'rolled-back', because }),
          ];
          const lines = reportText(aReport({ records, positions: [aTrade(at(90), realised)] })).split('\n');
          expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(WIDTH);
          expect(lines.filter(line => /^\s+$/.test(line))).toEqual([]);
        },
      ),
    );
  });
});

test('a word that is longer than a line is cut, and nothing of it is lost', () => {
  const lines = wrapped(`short ${'x'.repeat(200)} end`, '  ');
  expect(Math.max(...lines.map(line => line.length))).toBe(WIDTH);
  expect(lines.join('').replaceAll(' ', '')).toBe(`short${'x'.repeat(200)}end`);
});
