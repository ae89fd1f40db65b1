import type { AccountKind } from '../ports.ts';
import type { InvariantName } from './judge.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { tell } from './storm.ts';
import type { Story } from './story.ts';
import { telling } from './telling.ts';
import { forecast } from './weather.ts';

/** What one seed came to, as plain data. */
export interface SeedResult {
  readonly seed: number;
  readonly accountKind: AccountKind;
  readonly hash: string;
  readonly struck: Readonly<Record<string, number>>;
  readonly checked: Readonly<Partial<Record<InvariantName, number>>>;
  readonly requests: number;
  readonly opened: number;
  readonly bareMinutes: number;
  readonly broken?: { readonly invariant: InvariantName; readonly because: string };
}

/** Tells the story of a seed. */
export async function runSeed(seed: number, days: number): Promise<SeedResult> {
  const { story, weather } = forecast(seed, days);
  const { hash, struck, checked, requests, opened, bareMinutes, failure } = await tell(story, { weather });
  return {
    seed,
    accountKind: story.accountKind,
    hash,
    struck: Object.fromEntries(struck),
    checked: Object.fromEntries(checked),
    requests,
    opened,
    bareMinutes,
    ...(failure === undefined ? {} : { broken: { invariant: failure.invariant, because: failure.because } }),
  };
}

/** The shortest story that can be found of a seed that fails; undefined for one that does not. */
export async function shrinkSeed(seed: number, days: number): Promise<Shrunk | undefined> {
  const { story, weather } = forecast(seed, days);
  const { failure, drawn } = await tell(story, { weather });
  if (failure === undefined) return undefined;
  const events = [...story.events, ...drawn].toSorted((a, b) => a.at - b.at);
  const whole: Story = { ...story, events };
  return await shrink(whole, failure);
}

/** The telling of a seed that fails. */
export async function tellShortest(seed: number, days: number): Promise<string> {
  const shrunk = await shrinkSeed(seed, days);
  return shrunk === undefined ? `seed ${seed} breaks nothing` : telling(shrunk, days);
}
