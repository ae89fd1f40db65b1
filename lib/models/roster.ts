import * as z from 'zod';
import { type EpochMs, epochMs } from '../desk/units.ts';
import { oneLine } from '../desk/words.ts';
import { MODEL_KINDS, type ModelKind } from './ensemble.ts';
import { dayRecords } from './manifest.ts';

/**
 * Who holds which seat: the champion votes, the others predict in shadow. `previous` is the last champion, kept until
 * its successor has shown that it is no worse; `challenger` is one of another recipe, or brought from elsewhere.
 */
export const ROLES = ['champion', 'previous', 'challenger'] as const;
export type SeatRole = (typeof ROLES)[number];

const instant = z.int().min(0).max(8.64e15).transform(epochMs);
/** Names of files in the model store: folders and a name, and no way out of it. */
const name = z.string().regex(/^(?!.*\.\.)[\w-][\w./-]{0,300}$/, 'not the name of a file');
const version = z.string().regex(/^[\w.-]{1,100}$/, 'not a name of letters, digits, dots and dashes');

const held = z.strictObject({ version, file: name, manifest: name, since: instant });
/** A version and the two files that it is; they never change. A renewed manifest is another file. */
export type Held = z.infer<typeof held>;

const change = z.strictObject({
  at: instant,
  version,
  what: z.enum(['promoted', 'rolled-back', 'entered', 'retired', 'withdrawn']),
  because: z.string().max(1_000),
});
/** What happened on a seat, and why. */
export type SeatChange = z.infer<typeof change>;

/** Changes of a seat that are kept. */
export const CHANGES_KEPT = 50;

const seat = z.strictObject({
  kind: z.enum(MODEL_KINDS),
  champion: held.optional(),
  previous: held.optional(),
  challenger: held.optional(),
  /** What the champions have shown since `previous` stepped down: daily refits in between are one line of models. */
  line: dayRecords,
  changes: z.array(change).max(CHANGES_KEPT).readonly(),
});
export type RosterSeat = z.infer<typeof seat>;

const roster = z
  .strictObject({
    format: z.literal(1),
    seats: z.array(seat).max(MODEL_KINDS.length).readonly(),
    /** The file that says what several of the champions are worth together; absent until it was measured. */
    mixtures: name.optional(),
  })
  .refine(({ seats }) => new Set(seats.map(({ kind }) => kind)).size === seats.length, 'a kind stands twice');
export type Roster = z.infer<typeof roster>;

export const EMPTY_ROSTER: Roster = { format: 1, seats: [] };

/** A roster that is none; the message is one line. */
export class RosterError extends Error {
  override readonly name = 'RosterError';
}

/** @throws RosterError */
export function readRoster(text: string): Roster {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new RosterError('the roster of the models is not JSON: truncated, or another file');
  }
  const read = roster.safeParse(parsed);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  const where = place === '' ? '' : `, at ${oneLine(place)}`;
  throw new RosterError(`the roster of the models is not one${where}: ${oneLine(issue?.message ?? '')}`);
}

export const writeRoster = (given: Roster): string => `${JSON.stringify(given, undefined, 1)}\n`;

const vacant = (kind: ModelKind): RosterSeat => ({ kind, line: [], changes: [] });

/** A kind's seat, vacant where it has none yet. */
export const seatAt = ({ seats }: Roster, kind: ModelKind): RosterSeat =>
  seats.find(each => each.kind === kind) ?? vacant(kind);

/** The roster with a seat in the place of that kind's; seats stand in the order of the kinds. */
export const withSeat = (given: Roster, next: RosterSeat): Roster => ({
  ...given,
  seats: MODEL_KINDS.flatMap(kind =>
    kind === next.kind ? [next] : given.seats.filter(each => each.kind === kind),
  ),
});

/** The models of a seat, the champion first. */
export const holdersOf = (given: RosterSeat): readonly { readonly role: SeatRole; readonly held: Held }[] =>
  ROLES.flatMap(role => {
    const one = given[role];
    return one === undefined ? [] : [{ role, held: one }];
  });

/** The seat with a renewed manifest for one of its holders; as it was where that version holds no place any more. */
export function withManifest(given: RosterSeat, of: string, manifest: string): RosterSeat {
  const holder = holdersOf(given).find(({ held: one }) => one.version === of);
  return holder === undefined ? given : { ...given, [holder.role]: { ...holder.held, manifest } };
}

/** A change written down; the oldest are forgotten. */
export const noting = (given: RosterSeat, at: EpochMs, change: Omit<SeatChange, 'at'>): RosterSeat => ({
  ...given,
  changes: [...given.changes, { at, ...change, because: change.because.slice(0, 1_000) }].slice(
    -CHANGES_KEPT,
  ),
});
