import { usd } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { ReplayInput } from '../../replay/replay.ts';
import type { ReplayFlags } from './flags.ts';
import { limitsOf } from './limits.ts';
import { daysBefore, marketOf } from './market.ts';
import { voicesOf } from './voices.ts';

/** What is to be replayed, and what a person must know of it. */
export interface ReplayAsked {
  readonly input: ReplayInput;
  readonly warnings: readonly string[];
}

/** Everything that can be refused is, before the first minute. */
export async function inputOf(flags: ReplayFlags): Promise<ReplayAsked> {
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
