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

test.each<[string, Stored, boolean]>([
  ['nothing stored', stored(), true],
  ['a book of its own', stored({ book: aBook({ mode: 'live' }) }), true],
  ['a book of a demo desk', stored({ book: aBook({ mode: 'demo' }) }), false],
  [
    'its own book, and a position of a paper desk',
    stored({ book: aBook({ mode: 'live' }), positions: [aPosition({ mode: 'paper' })] }),
    false,
  ],
  ['an intent of an embedded desk', stored({ intents: [anIntent({ mode: 'embedded' })] }), false],
])('I41 a live desk that finds %s goes on: %s', (_what, found, goesOn) => {
  expect(modeFault(found, 'live') === undefined).toBe(goesOn);
});

test('what is wrong is said in one line', () => {
  expect(modeFault(stored({ book: aBook({ mode: 'demo' }) }), 'live')).toBe(
    'the table holds what a desk of this name wrote in mode demo, and this one is live: give it a name of its own',
  );
});
