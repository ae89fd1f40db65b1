import { existsSync, readFileSync } from 'node:fs';
import type { Target } from '../../desk/preflight/target.ts';
import { Refusal } from '../../local/refusal.ts';
import { shellWord } from '../shell-word.ts';

/** A desk as the context of the CDK app names it. */
export interface PlannedDesk {
  readonly name: string;
  readonly mode: Target;
  readonly balanceUsd?: number;
  /** Where it names one. */
  readonly stack?: string;
  /** What its limits begin with in place of their defaults. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** What would be deployed. */
export interface Plan {
  readonly desks: readonly PlannedDesk[];
  readonly region: string;
  readonly alarmEmail?: string;
}

/** The stack of a desk that names none, as the stack's own settings have it. */
export const DEFAULT_STACK = 'perpdesk';

/** The stack of a planned desk; of one that the context does not have, the usual one. */
export const stackOfDesk = (read: PlanRead, desk: string): string =>
  (read.type === 'plan' ? read.plan.desks.find(({ name }) => name === desk)?.stack : undefined) ??
  DEFAULT_STACK;

/** What `cdk deploy` has to be told of a desk's stack: nothing where there is one stack alone. */
export function stackArgument(read: PlanRead, desk: string): string {
  const desks = read.type === 'plan' ? read.plan.desks : [];
  const stacks = new Set(desks.map(({ stack = DEFAULT_STACK }) => stack));
  return stacks.size > 1 ? ` ${stackOfDesk(read, desk)}` : '';
}

/** The region that the context deploys to, as far as it could be read. */
export const plannedRegion = (read: PlanRead): string | undefined =>
  read.type === 'plan' ? read.plan.region : read.type === 'refused' ? read.region : undefined;

/** What `cdk` is told so that it reaches the account that was looked at, with the context that was read. */
export const cdkFlagsOf = (profile: string | undefined, context: readonly string[]): string =>
  [...(profile === undefined ? [] : [` --profile ${shellWord(profile)}`]), contextFlags(context)].join('');

/** The same overrides for one call of `cdk`, or of a preflight. */
export const contextFlags = (context: readonly string[]): string =>
  context.map(override => ` -c ${shellWord(override)}`).join('');

/** How the stack reads its context. Throws an error of one line for one that it refuses. */
export type PlanOf = (context: (key: string) => unknown) => Plan;

export type PlanRead =
  | { readonly type: 'plan'; readonly plan: Plan }
  /** `region`: as it stands there, in a context that is refused for whatever reason. */
  | { readonly type: 'refused'; readonly because: string; readonly region: string | undefined }
  | { readonly type: 'absent'; readonly because: string };

/**
 * Reads the context as `cdk deploy` would: from a cdk.json, with what `-c KEY=VALUE` puts in its place. Throws a Refusal for
 * a file that is no JSON and for an override that is none.
 */
export function readPlan(path: string, overrides: readonly string[], planOf: PlanOf): PlanRead {
  const given = Object.fromEntries(overrides.map(override));
  if (!existsSync(path)) return { type: 'absent', because: `there is no ${path} in this folder` };
  const context = { ...contextOf(path), ...given };
  try {
    return { type: 'plan', plan: planOf(key => context[key]) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'StackRefusal') throw error;
    const { region } = context;
    return {
      type: 'refused',
      because: error.message,
      region: typeof region === 'string' ? region : undefined,
    };
  }
}

function override(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Refusal(`--context ${text}: write it as KEY=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function contextOf(path: string): Readonly<Record<string, unknown>> {
  try {
    const { context } = JSON.parse(readFileSync(path, 'utf8')) as { readonly context?: object };
    return { ...context };
  } catch {
    throw new Refusal(`${path}: is not JSON`);
  }
}
