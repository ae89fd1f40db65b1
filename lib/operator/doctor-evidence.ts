import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Evidence,
  LOOK_BACK_DAYS,
  type ModelRecord,
  measureTrades,
  type SeenVote,
} from '../desk/doctor/evidence.ts';
import { seenVotes } from '../desk/doctor/thresholds.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { DAY_MS, type Minute, minutesAfter, type SymbolId } from '../desk/units.ts';
import { Refusal } from '../local/refusal.ts';
import { exitsHashOf } from '../models/expected-value.ts';
import { type Manifest, ManifestError, readManifest } from '../models/manifest.ts';
import { type BookReader, PortError } from '../ports.ts';
import type { Connection } from './connection.ts';
import { rosterIn } from './training/seat.ts';

/** Enough for thirty days of a busy desk. */
const TRADES_READ = 2_000;
const LOOK_BACK_MINUTES = (LOOK_BACK_DAYS * DAY_MS) / 60_000;

/** What a desk has to show: its closed trades, its models' votes, and the markets it may trade. */
export async function deskEvidence({ reader, coins }: Connection): Promise<Evidence> {
  const { book, universe } = await reader.load();
  const now = book?.monitoredMinute;
  if (now === undefined) return {};
  const closed = await reader.closedPositions({ newest: TRADES_READ });
  const votes = await votesBefore(reader, now);
  const markets = coins === undefined ? undefined : await unlessSilent(coins());
  const trades = measureTrades(closed, now);
  const seen = seenVotes(votes, now);
  const traded = new Set<SymbolId>(universe?.symbols ?? []);
  const known = markets?.filter(({ instrument }) => traded.size === 0 || traded.has(instrument.symbol));
  return {
    ...(trades === undefined ? {} : { trades }),
    ...(seen === undefined ? {} : { votes: seen }),
    ...(known === undefined || known.length === 0 ? {} : { coins: known }),
  };
}

/** What only adds to the answer does not stand in its way when the venue is silent. */
async function unlessSilent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PortError) return undefined;
    throw error;
  }
}

/** Each coin's word at each signal bar; of two records of one bar the first counts. */
async function votesBefore(reader: BookReader, now: Minute): Promise<readonly SeenVote[]> {
  const bars = new Set<number>();
  const votes: SeenVote[] = [];
  for await (const record of reader.journal({ from: minutesAfter(now, -LOOK_BACK_MINUTES), to: now })) {
    if (record.type !== 'votes' || bars.has(record.at)) continue;
    bars.add(record.at);
    for (const { symbol, confidence, evR } of record.coins)
      votes.push({ at: record.at, symbol, confidence, ...(evR === undefined ? {} : { evR }) });
  }
  return votes;
}

/** What the champion with most weight in a folder has shown, as seen from these limits. @throws Refusal */
export function recordIn(folder: string, limits: Limits): ModelRecord {
  const champions = rosterIn(folder).seats.flatMap(({ champion }) => champion ?? []);
  if (champions.length === 0)
    throw new Refusal(`--models ${folder}: no model is its champion; npm run desk -- train makes one`);
  try {
    const manifests = champions.map(({ manifest }) => readManifest(textIn(folder, manifest)));
    const [first] = manifests.toSorted((a, b) => b.metrics.gain - a.metrics.gain);
    return recordOfManifest(first as Manifest, limits);
  } catch (error) {
    if (error instanceof ManifestError) throw new Refusal(`--models ${folder}: ${error.message}`);
    throw error;
  }
}

function textIn(folder: string, name: string): string {
  const place = join(folder, name);
  if (!existsSync(place)) throw new Refusal(`--models ${folder}: there is no ${name}`);
  return readFileSync(place, 'utf8');
}

function recordOfManifest(
  { version, market, record, metrics, expectedValue }: Manifest,
  limits: Limits,
): ModelRecord {
  const [first, last] = [record[0]?.day, record.at(-1)?.day];
  return {
    name: `${version} (${market})`,
    days: first === undefined || last === undefined ? 0 : last - first + 1,
    winRateFraction: metrics.winRate ?? undefined,
    sameExits: expectedValue.exitsHash === exitsHashOf(limits),
    cells: expectedValue.cells,
  };
}
