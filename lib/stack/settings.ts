import * as z from 'zod';
import { PROFILES } from '../desk/limits/profiles.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import { firstTexts } from './first-texts.ts';
import { StackRefusal } from './refusal.ts';
import { refuseTwin } from './twins.ts';

/** Where a desk trades: on an account of its own over the real market, on the venue's test network, or with real money. */
export type DeskSettings = PaperDesk | DemoDesk | LiveDesk;

interface Named {
  /** Names the desk in table keys, parameter paths, metrics and alarms. */
  readonly name: string;
  /** The stack that holds it, for ever: its book lies in that stack's table. Absent: the one named `perpdesk`. */
  readonly stack?: string;
  /** What limits begin with in place of their defaults; of no effect on one that is stored already. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Kinds of model that are fitted anew each day; none where those that are there shall stay. */
  readonly learn: readonly ModelKind[];
  /** Where they are fitted: in a function, which has fifteen minutes, or in a task. */
  readonly learnOn: 'lambda' | 'fargate';
}
export interface PaperDesk extends Named {
  readonly mode: 'paper';
  /** What its account begins with; of no effect once it has begun. */
  readonly balanceUsd: number;
  readonly account: 'usdt-isolated' | 'credits-cross';
  /** The desk of the same stack that it shadows, by whose limits and models it goes. Absent: it shadows none. */
  readonly twinOf?: string;
}
export interface DemoDesk extends Named {
  readonly mode: 'demo';
}
export interface LiveDesk extends Named {
  readonly mode: 'live';
  /** The number of the account that it is deployed for. */
  readonly liveAccount: string;
}

/** The stack of desks that name none. */
export const DEFAULT_STACK = 'perpdesk';
/** Short enough that CloudFormation, which names table and bucket after it, cuts nothing off. */
const STACK_NAME = /^(?=.{1,24}$)perpdesk(-[a-z0-9]+)*$/;
const PAPER_BALANCE_USD = 10_000;
const PAPER_BALANCE_USD_MAX = 100_000_000;

export interface StackSettings {
  readonly desks: readonly DeskSettings[];
  readonly region: string;
  /** Who is written to when an alarm goes off. */
  readonly alarmEmail?: string;
  /** Who is woken when a desk is not safe; the same person where nothing is said. */
  readonly pageEmail?: string;
  /** Who gets the daily report: the same, unless it is said to be somebody else. */
  readonly reportEmail?: string;
  /** Whether sweeps over limits can be run in it; absent: they cannot, and nothing of them is built. */
  readonly sweep?: true;
}

const desk = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be 1 to 24 of a-z, 0-9 and -, beginning with a letter'),
  mode: z.enum(['paper', 'demo', 'live'], 'must be "paper", "demo" or "live"'),
  balanceUsd: z
    .int('must be a whole number of dollars')
    .min(1, 'must be 1 or more')
    .max(PAPER_BALANCE_USD_MAX, `must be ${PAPER_BALANCE_USD_MAX} or less`)
    .optional(),
  account: z
    .enum(['usdt-isolated', 'credits-cross'], 'must be "usdt-isolated" or "credits-cross"')
    .optional(),
  twinOf: z.string('must be the name of another desk').optional(),
  learn: z
    .array(z.enum(MODEL_KINDS, `must be of ${MODEL_KINDS.join(', ')}`))
    .refine(kinds => new Set(kinds).size === kinds.length, 'names a kind twice')
    .optional(),
  learnOn: z.enum(['lambda', 'fargate'], 'must be "lambda" or "fargate"').optional(),
  live: z
    .strictObject({
      confirmedAccount: z.string().regex(/^\d{4,20}$/, 'must be the account’s number, in quotes'),
    })
    .optional(),
  stack: z
    .string()
    .regex(STACK_NAME, 'must be perpdesk, or begin with perpdesk-: 24 of a-z, 0-9 and - at most')
    .optional(),
  profile: z.enum(Object.keys(PROFILES), `must be one of ${Object.keys(PROFILES).join(', ')}`).optional(),
  limits: z
    .record(z.string(), z.string('must be text in quotes, as the Parameter Store holds it'))
    .optional(),
});

const settings = z.object({
  desks: z.array(desk).min(1, 'must name at least one desk'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1'),
  alarmEmail: z.email('must be an e-mail address').optional(),
  pageEmail: z.email('must be an e-mail address').optional(),
  reportEmail: z.email('must be an e-mail address').optional(),
  sweep: z.boolean('must be true or false').optional(),
});

/**
 * The settings of the CDK context (cdk.json, or `-c desks='[{"name":"main","mode":"paper","balanceUsd":10000}]'`), checked.
 * Throws a StackRefusal of one line when they are malformed or ask for what this version cannot do.
 */
export function settingsOf(context: (key: string) => unknown): StackSettings {
  const read = settings.safeParse({
    desks: parsed('desks', context('desks')),
    region: context('region') ?? 'eu-central-1',
    alarmEmail: context('alarmEmail'),
    pageEmail: context('pageEmail'),
    reportEmail: context('reportEmail'),
    sweep: parsed('sweep', context('sweep')),
  });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new StackRefusal(`context ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { desks, region, alarmEmail, pageEmail, reportEmail = alarmEmail, sweep = false } = read.data;
  refuseRegion(region);
  const taken = new Set<string>();
  for (const { name } of desks) {
    if (taken.has(name)) throw new StackRefusal(`context desks: two desks are named ${name}`);
    taken.add(name);
  }
  const named = desks.map(each => ({ ...each, stack: each.stack ?? DEFAULT_STACK }));
  for (const each of named) refuseTwin(each, named);
  return {
    desks: desks.map(allowed),
    region,
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(pageEmail === undefined ? {} : { pageEmail }),
    ...(reportEmail === undefined ? {} : { reportEmail }),
    ...(sweep ? { sweep } : {}),
  };
}

type DeskAsked = z.infer<typeof desk>;

function allowed(asked: DeskAsked): DeskSettings {
  const {
    name,
    mode,
    learn = MODEL_KINDS,
    learnOn = 'lambda',
    balanceUsd = PAPER_BALANCE_USD,
    account = 'usdt-isolated',
  } = asked;
  refuseMisplaced(asked);
  const texts = firstTexts(asked, mode === 'paper' ? balanceUsd : undefined);
  const common = {
    name,
    learn,
    learnOn,
    ...(asked.stack === undefined ? {} : { stack: asked.stack }),
    ...(texts === undefined ? {} : { texts }),
  };
  switch (mode) {
    case 'paper':
      return {
        ...common,
        mode,
        balanceUsd,
        account,
        ...(asked.twinOf === undefined ? {} : { twinOf: asked.twinOf, learn: [] }),
      };
    case 'demo':
      return { ...common, mode };
    case 'live':
      return { ...common, mode, liveAccount: confirmedAccount(asked) };
    default:
      return mode satisfies never;
  }
}

function refuseMisplaced({ name, mode, live, balanceUsd, account, learn, learnOn }: DeskAsked): void {
  if (learnOn === 'fargate' && learn?.length === 0) {
    throw new StackRefusal(`desk ${name}: "learnOn" says where models are fitted, and "learn" names none`);
  }
  if (mode !== 'live' && live !== undefined) {
    throw new StackRefusal(`desk ${name}: "live" is for a desk of mode live; this one is ${mode}`);
  }
  if (mode === 'paper' || (balanceUsd === undefined && account === undefined)) return;
  throw new StackRefusal(
    `desk ${name}: "balanceUsd" and "account" are for a desk of mode paper; the account of this one is what the venue says it is`,
  );
}

/** Money is at risk only where the context says so in so many words, with the number of the account. */
function confirmedAccount({ name, live }: DeskAsked): string {
  if (live !== undefined) return live.confirmedAccount;
  throw new StackRefusal(
    `desk ${name}: mode live trades real money: add "live": {"confirmedAccount": "NUMBER"} with the number of the one account it may touch, and read docs/going-live.md first`,
  );
}

function refuseRegion(region: string): void {
  if (!region.startsWith('us-')) return;
  throw new StackRefusal(
    `region ${region}: the venue answers US addresses with status 451. Choose another, such as eu-central-1 or ap-northeast-1.`,
  );
}

/** On the command line a context value is text; in cdk.json it is the value itself. */
function parsed(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new StackRefusal(`context ${key}: is not JSON: ${value}`);
  }
}
