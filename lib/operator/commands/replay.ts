import { setImmediate } from 'node:timers/promises';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { outcomeOf } from '../../replay/outcome.ts';
import { type Attendance, replay } from '../../replay/replay.ts';
import type { ReplayResult } from '../../replay/result.ts';
import type { Answer } from '../answer.ts';
import { type Check, checked } from '../replaying/checks.ts';
import type { ReplayFlags } from '../replaying/flags.ts';
import { inputOf } from '../replaying/input.ts';

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
