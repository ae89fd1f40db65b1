import { firstLimitsProblem } from '../desk/doctor/first-limits.ts';
import { PROFILES } from '../desk/limits/profiles.ts';
import { StackRefusal } from './refusal.ts';

interface Asked {
  readonly name: string;
  /** A named set of limits. */
  readonly profile?: string | undefined;
  /** Single ones, which go before the profile's. */
  readonly limits?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a desk's limits begin with where the context says something else than their defaults; undefined where it does not.
 * `balanceUsd`: what the account begins with, undefined where that is the venue's to say. Throws a StackRefusal of one line
 * at a name that is no limit, a text that its limit refuses, and at limits under which nothing could ever be opened.
 */
export function firstTexts(
  { name, profile, limits }: Asked,
  balanceUsd: number | undefined,
): Readonly<Record<string, string>> | undefined {
  if (profile === undefined && limits === undefined) return undefined;
  const texts = { ...(profile === undefined ? {} : PROFILES[profile]), ...limits };
  const problem = firstLimitsProblem(texts, balanceUsd);
  if (problem === undefined) return texts;
  const where = profile === undefined ? '"limits"' : `"limits" over the profile ${profile}`;
  throw new StackRefusal(`desk ${name}: ${where}: ${problem}`);
}
