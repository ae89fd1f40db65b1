import { describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import {
  CHANGES_KEPT,
  EMPTY_ROSTER,
  type Held,
  holdersOf,
  noting,
  RosterError,
  type RosterSeat,
  readRoster,
  seatAt,
  withManifest,
  withSeat,
  writeRoster,
} from '../../lib/models/roster.ts';

const held = (version: string): Held => ({
  version,
  file: `nhits/${version}/model.onnx`,
  manifest: `nhits/${version}/manifest-1.json`,
  since: epochMs(5),
});
const SEAT: RosterSeat = {
  kind: 'nhits',
  champion: held('a'),
  challenger: held('b'),
  line: [],
  changes: [],
};

test('a roster is read as it was written', () => {
  const roster = withSeat(EMPTY_ROSTER, SEAT);
  expect(readRoster(writeRoster(roster))).toEqual(roster);
});

test('each kind has one seat, in the order of the kinds, vacant where nobody sits', () => {
  const both = withSeat(withSeat(EMPTY_ROSTER, SEAT), { ...SEAT, kind: 'xgboost' });
  expect(both.seats.map(({ kind }) => kind)).toEqual(['xgboost', 'nhits']);
  expect(withSeat(both, { ...SEAT, challenger: undefined }).seats).toHaveLength(2);
  expect(seatAt(both, 'lightgbm')).toEqual({ kind: 'lightgbm', line: [], changes: [] });
});

test('the champion comes first among those who hold a place', () => {
  expect(holdersOf(SEAT).map(({ role, held: { version } }) => [role, version])).toEqual([
    ['champion', 'a'],
    ['challenger', 'b'],
  ]);
});

test('a manifest is renewed for the version that it is of, and for no other', () => {
  expect(withManifest(SEAT, 'b', 'new.json').challenger?.manifest).toBe('new.json');
  expect(withManifest(SEAT, 'b', 'new.json').champion).toEqual(SEAT.champion);
  expect(withManifest(SEAT, 'gone', 'new.json')).toBe(SEAT);
});

test('of the changes the last are kept', () => {
  const full = Array.from({ length: CHANGES_KEPT + 3 }).reduce<RosterSeat>(
    (seat, _, n) => noting(seat, epochMs(n), { version: 'a', what: 'promoted', because: `n ${n}` }),
    SEAT,
  );
  expect(full.changes).toHaveLength(CHANGES_KEPT);
  expect(full.changes.at(-1)?.because).toBe(`n ${CHANGES_KEPT + 2}`);
});

describe('I51 what is no roster is refused in one line', () => {
  const roster = (seat: object) => JSON.stringify({ format: 1, seats: [{ ...SEAT, ...seat }] });
  test.each<[string, string, RegExp]>([
    ['half a file', '{"format":1', /is not JSON/],
    ['another format', '{"format":2,"seats":[]}', /at format/],
    ['a kind that there is not', roster({ kind: 'catboost' }), /at seats\.0\.kind/],
    ['a kind twice', JSON.stringify({ format: 1, seats: [SEAT, SEAT] }), /a kind stands twice/],
    [
      'a file outside',
      roster({ champion: { ...held('a'), file: '../../etc/passwd' } }),
      /not the name of a file/,
    ],
    ['a file from the root', roster({ champion: { ...held('a'), file: '/etc/passwd' } }), /not the name/],
    ['a version with a slash', roster({ champion: { ...held('a'), version: 'a/b' } }), /not a name/],
    ['a word too many', roster({ licensed: true }), /licensed/],
  ])('%s', (_name, text, because) => {
    expect(() => readRoster(text)).toThrow(RosterError);
    expect(() => readRoster(text)).toThrow(because);
    expect(() => readRoster(text)).toThrow(/^[^\n]+$/);
  });
});
