import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { oneLine } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { RESULT_FORMAT, type ReplayResult } from '../../replay/result.ts';

const amount = z.number();
const counted = z.looseObject({ code: z.string() });

/** What a comparison reads of a result; the rest is as whoever wrote it says. */
const result = z.looseObject({
  format: z.literal(RESULT_FORMAT),
  hash: z.string(),
  complete: z.boolean(),
  from: amount,
  to: amount,
  data: z.looseObject({ symbols: z.array(z.string()), interval: z.enum(['1m', '15m', '1h']), bars: amount }),
  limits: z.array(z.looseObject({ name: z.string(), text: z.string() })),
  models: z.array(z.looseObject({ kind: z.string(), licensed: z.boolean() })),
  warnings: z.array(z.string()),
  walletUsd: amount,
  account: z.array(z.looseObject({ at: amount, equityUsd: amount, lowUsd: amount })),
  trades: z.array(
    z.looseObject({
      id: z.string(),
      symbol: z.string(),
      side: z.enum(['long', 'short']),
      openedAt: amount,
      netUsd: amount,
      rMultiple: amount,
      trace: z.array(z.looseObject({ step: z.string(), beforeUsd: amount, afterUsd: amount })),
      fills: z.array(z.looseObject({ at: amount, price: amount, qty: amount })),
    }),
  ),
  noTrade: z.array(counted),
  notTaken: z.array(counted),
  ran: z.looseObject({ seconds: amount }),
});

/** Reads what `replay --json FILE` has written. @throws Refusal for a file that is something else */
export function readResult(path: string): ReplayResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Refusal(`${path}: cannot be read; replay --json FILE writes such a file`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal(`${path}: is not JSON: cut short, or another file`);
  }
  const read = result.safeParse(parsed);
  if (read.success) return read.data as unknown as ReplayResult;
  const issue = read.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new Refusal(
    `${path}: is no result of a replay${place === '' ? '' : `, at ${oneLine(place)}`}: ${oneLine(issue?.message ?? '')}`,
  );
}

/** Refuses a file that could not be written: before the work, not after it. @throws Refusal */
export function checkPlace(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw new Refusal(`${path}: its folder is not there; make it first`);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new Refusal(`${path}: is a folder; name a file in it`);
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch {
    throw new Refusal(`${path}: may not be written; name another place`);
  }
}

/** Writes a file. @throws Refusal where it cannot be */
export function put(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new Refusal(`${path}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'failed'})`);
  }
}

/** Writes what was found, and tells it in any case: hours of work are not lost for a full disk. @throws what writing throws */
export function writtenAndTold(write: () => void, tell: (isWritten: boolean) => void): void {
  try {
    write();
  } catch (error) {
    tell(false);
    throw error;
  }
  tell(true);
}
