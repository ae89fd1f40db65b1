import { listSecrets, readSecretIfThere, secretFault } from '../../adapters/ssm/secrets.ts';
import { examineRead } from '../../desk/doctor/examine.ts';
import { TYPICAL_ATR } from '../../desk/doctor/example.ts';
import { guardianDenial } from '../../desk/guardian/word.ts';
import { defaultLimits, type Limits, type LimitsRead, readLimits } from '../../desk/limits/limits.ts';
import type { DeskWord, StoredKey } from '../../desk/preflight/account.ts';
import type { BookSeen } from '../../desk/preflight/destroy.ts';
import type { LimitsSeen } from '../../desk/preflight/limits.ts';
import type { ModelSeen } from '../../desk/preflight/models.ts';
import type { DeskMode } from '../../desk/preflight/target.ts';
import { fraction, HOUR_MS, type Minute, minutesAfter, type Usd, usd } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import type { BookReader, DeskState } from '../../ports.ts';
import type { Connection } from '../connection.ts';
import { recordsIn } from '../journal-search.ts';
import { storedLimits } from '../limit-texts.ts';
import { type ModelView, seatsOf } from '../seats.ts';
import type { VenueKeys } from './venue.ts';

/** What a desk's own stores tell. Each throws a PortError or a Refusal. */

export interface LimitsAsked {
  readonly seen: LimitsSeen;
  /** The defaults where those that are stored are not valid. */
  readonly inForce: Limits;
}

/** The doctor's findings on limits as they were read; the equity decides some of them. */
export function examinedLimits(read: LimitsRead, stored: number | undefined, equityUsd: Usd): LimitsAsked {
  const asked = { equityUsd, equitySource: 'given', atrFraction: fraction(TYPICAL_ATR) } as const;
  return {
    seen: { stored, findings: examineRead(read, asked).findings },
    inForce: read.type === 'limits' ? read.limits : defaultLimits(),
  };
}

/** Reckoned with where no desk has said another yet, as by the doctor. */
export const ASSUMED_EQUITY: Usd = usd(10_000);

export async function limitsOf({ limits }: Connection, equityUsd: Usd | undefined): Promise<LimitsAsked> {
  const stored = storedLimits(await limits.list());
  return examinedLimits(readLimits(stored), stored.length, equityUsd ?? ASSUMED_EQUITY);
}

/** The four kinds, with whoever holds a place in each. */
export async function modelsOf(
  { models }: Connection,
  at: Minute | undefined,
): Promise<readonly ModelSeen[]> {
  const seats = await seatsOf(models.store, { market: models.market, at });
  const champions = seats.models.filter(each => each.state === 'untrained' || each.role === 'champion');
  return champions.map(seenModel);
}

function seenModel(view: ModelView): ModelSeen {
  const { kind } = view;
  switch (view.state) {
    case 'untrained':
      return { kind };
    case 'unusable':
      return { kind, version: view.version, because: view.because };
    case 'trained': {
      const { version, market, revalidatedAt } = view.manifest;
      return {
        kind,
        version,
        market,
        revalidatedAt,
        ...(view.because === null ? {} : { because: view.because }),
      };
    }
    default:
      return view satisfies never;
  }
}

/** What the guardian holds against entries of the last finished minute; undefined where it has no objection. */
export function objectionOf({ book, guardian }: DeskState, inForce: Limits): string | undefined {
  if (book?.monitoredMinute === undefined) throw new Refusal('no minute has been finished yet');
  return guardianDenial(guardian, book.monitoredMinute, inForce)?.because;
}

/** That the desk does not finish its minutes; undefined where it does. */
export function latenessOf({ lateness }: Connection, { book }: DeskState): string | undefined {
  if (book?.monitoredMinute === undefined) throw new Refusal('no minute has been finished yet');
  return lateness?.(book.monitoredMinute);
}

/** Ends of a minute that come after the question whether the account may be traded. */
const ADMITTED = new Set(['no-signal', 'no-licensed-model', 'signals-not-taken', undefined]);

/** What a live desk's last minute found about its account. */
export async function wordOf(reader: BookReader, { book }: DeskState): Promise<DeskWord> {
  const now = book?.monitoredMinute;
  if (now === undefined) throw new Refusal('it has not finished a minute yet');
  const records = await recordsIn(reader, minutesAfter(now, -HOUR_MS / 60_000), now);
  const last = records.filter(record => record.type === 'minute').at(-1);
  if (last === undefined) throw new Refusal('it decided nothing in the last hour');
  if (last.noTrade === 'account-refused') return { at: last.minute, refusal: last.because ?? last.noTrade };
  if (ADMITTED.has(last.noTrade)) return { at: last.minute, refusal: undefined };
  throw new Refusal(`its last minute ended before that question: ${last.because ?? last.noTrade}`);
}

export const bookOf = ({ book, positions, intents }: DeskState): BookSeen => ({
  positions,
  intents,
  hasRun: book !== undefined,
});

export const storedKeys = async ({ parameters }: Connection): Promise<readonly StoredKey[]> =>
  (await listSecrets(parameters)).map(({ name, encrypted }) => ({ name, encrypted }));

/** Key and secret, to sign with and for nothing else. Throws a Refusal where they are not there, or cannot be right. */
export async function keysOf({ parameters }: Connection, mode: DeskMode): Promise<VenueKeys> {
  const apiKey = await readSecretIfThere(parameters, `${mode}-key`);
  const secret = await readSecretIfThere(parameters, `${mode}-secret`);
  if (apiKey === undefined || secret === undefined)
    throw new Refusal(`${mode}-key and ${mode}-secret are not stored`);
  for (const [name, text] of [
    [`${mode}-key`, apiKey],
    [`${mode}-secret`, secret],
  ] as const) {
    const fault = secretFault(text);
    if (fault !== undefined)
      throw new Refusal(`${name} ${fault}; store the right one with secrets set ${name}`);
  }
  return { apiKey, secret };
}
