import { expect, test } from 'vitest';
import { modeFault, type Stored } from '../../lib/desk/mode.ts';
import { aBook, anIntent } from '../kit/builders.ts';
import { aPosition } from '../kit/positions.ts';

const stored = (changes: Partial<Stored> = {}): Stored => ({
  book: undefined,
  positions: [],
  intents: [],
  ...changes,
});

test.each<[string, boolean, Stored]>([
  ['nothing stored', true, stored()],
  ['a book of its own', true, stored({ book: aBook({ mode: 'live' }) })],
  ['a book of a demo desk', false, stored({ book: aBook({ mode: 'demo' }) })],
  [
    'its own book, and a position of a paper desk',
    false,
    stored({ book: aBook({ mode: 'live' }), positions: [aPosition({ mode: 'paper' })] }),
  ],
  ['an intent of an embedded desk', false, stored({ intents: [anIntent({ mode: 'embedded' })] })],
])('I41 a live desk that finds %s goes on: %s', (_what, goesOn, found) => {
  expect(modeFault(found, 'live') === undefined).toBe(goesOn);
});

test('what is wrong is said in one line', () => {
  expect(modeFault(stored({ book: aBook({ mode: 'demo' }) }), 'live')).toBe(
    'the table holds what a desk of this name wrote in mode demo, and this one is live: give it a name of its own',
  );
});
