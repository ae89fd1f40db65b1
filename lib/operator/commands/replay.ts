import { setImmediate } from 'node:timers/promises';
import { usd } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { outcomeOf } from '../../replay/outcome.ts';
import { type Attendance, type ReplayInput, replay } from '../../replay/replay.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Answer } from '../answer.ts';
import { type Check, checked } from '../replaying/checks.ts';
import type { ReplayFlags } from '../replaying/flags.ts';
import { limitsOf } from '../replaying/limits.ts';
import { daysBefore, marketOf } from '../replaying/market.ts';
import { voicesOf } from '../replaying/voices.ts';

/** What a replay is watched by: its progress, and the person who may end it. */
export interface Watcher {
  readonly onProgress: NonNullable<Attendance['onProgress']>;
  /** True once the person has had enough. */
  readonly hasEnough: () => boolean;
  readonly now: () => number;
}

/** Replays what was asked for. @throws Refusal, CandleFileError, ForcedSignalsError */
export async function replayOf(flags: ReplayFlags, watcher: Watcher): Promise<ReplayResult> {
  const { input, warnings } = await inputOf(flags);
  const began = watcher.now();
  const replayed = await replay(input, attendedBy(watcher));
  const seconds = (watcher.now() - began) / 1_000;
  const { to } = replayed.played;
  if (to === input.from && watcher.hasEnough())
    throw new Refusal('replay: ended by hand before its first minute; nothing is written');
  const endedBecause =
    to < input.to ? `ended by hand at ${minuteText(to)}, of ${minuteText(input.to)} UTC` : undefined;
  return outcomeOf(input, replayed, { warnings, endedBecause, seconds });
}

/** Looks at a replay for one kind of bias. @throws Refusal, CandleFileError, ForcedSignalsError */
export async function checkOf(check: Check, flags: ReplayFlags, watcher: Watcher): Promise<Answer> {
  const { input } = await inputOf(flags);
  const answer = await checked(check, input, attendedBy(watcher));
  if (!watcher.hasEnough()) return answer;
  throw new Refusal(`--check ${check}: ended by hand; a check that is not whole says nothing`);
}

/** Everything that can be refused is, before the first minute. */
async function inputOf(flags: ReplayFlags): Promise<{ input: ReplayInput; warnings: readonly string[] }> {
  const limits = limitsOf(flags);
  const accountKind = ACCOUNTS.find(kind => kind === flags.account);
  if (accountKind === undefined)
    throw new Refusal(`--account ${flags.account}: choose ${ACCOUNTS.join(' or ')}`);
  const { name, warnings, ...replayed } = marketOf(flags);
  const heard = await voicesOf(flags, name, replayed.from);
  const input: ReplayInput = {
    ...replayed,
    limits,
    walletUsd: usd(flags.equity),
    accountKind,
    voices: heard.voices,
    ...(flags.everyMinute === true ? { everyMinute: true } : {}),
  };
  return { input, warnings: [...youth(input), ...warnings, ...heard.warnings] };
}

const ACCOUNTS = ['usdt-isolated', 'credits-cross'] as const;
const DAYS_NEEDED = 30;

function youth(input: ReplayInput): readonly string[] {
  const days = daysBefore(input);
  if (days >= DAYS_NEEDED || input.voices.type === 'forced') return [];
  return [
    `the bars begin ${days} days before ${minuteText(input.from)}: a coin is not in the universe before it has ${DAYS_NEEDED} daily bars`,
  ];
}

/** A long stretch of work lets nobody in: now and then the process has to look whether somebody wants it to end. */
const BREATH_MS = 60;

function attendedBy({ onProgress, hasEnough, now }: Watcher): Attendance {
  let last = now();
  return {
    onProgress,
    stops: hasEnough,
    breathes: async () => {
      if (now() - last < BREATH_MS) return;
      await setImmediate();
      last = now();
    },
  };
}
