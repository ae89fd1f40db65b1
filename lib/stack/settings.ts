import * as z from 'zod';
import { StackRefusal } from './refusal.ts';

/** Where a desk trades. */
export type DeskMode = 'demo' | 'live';

export interface DeskSettings {
  /** Names the desk in table keys, parameter paths, metrics and alarms. */
  readonly name: string;
  readonly mode: DeskMode;
  /** Of a live desk alone: the number of the account that it is deployed for. */
  readonly liveAccount?: string;
}

export interface StackSettings {
  readonly desks: readonly DeskSettings[];
  readonly region: string;
  /** Who is written to when an alarm goes off. */
  readonly alarmEmail?: string;
}

const desk = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,23}$/, 'must be 1 to 24 of a-z, 0-9 and -, beginning with a letter'),
  mode: z.enum(['paper', 'demo', 'live'], 'must be "demo" or "live"'),
  live: z
    .strictObject({
      confirmedAccount: z.string().regex(/^\d{4,20}$/, 'must be the account’s number, in quotes'),
    })
    .optional(),
});

const settings = z.object({
  desks: z.array(desk).min(1, 'must name at least one desk'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1'),
  alarmEmail: z.email('must be an e-mail address').optional(),
});

/** Modes that this version cannot run on AWS, and what to do instead. */
const MODES_REFUSED = {
  paper:
    'paper is not possible on AWS yet, because this version has no paper venue there. Use demo, or run the embedded desk with npm start.',
} as const;

/**
 * The settings of the CDK context (cdk.json, or `-c desks='[{"name":"main","mode":"demo"}]'`), checked.
 * Throws a StackRefusal of one line when they are malformed or ask for what this version cannot do.
 */
export function settingsOf(context: (key: string) => unknown): StackSettings {
  const read = settings.safeParse({
    desks: parsed('desks', context('desks')),
    region: context('region') ?? 'eu-central-1',
    alarmEmail: context('alarmEmail'),
  });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new StackRefusal(`context ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { desks, region, alarmEmail } = read.data;
  refuseRegion(region);
  const taken = new Set<string>();
  for (const { name } of desks) {
    if (taken.has(name)) throw new StackRefusal(`context desks: two desks are named ${name}`);
    taken.add(name);
  }
  return {
    desks: desks.map(allowed),
    region,
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
  };
}

/** Money is at risk only where the context says so in so many words, with the number of the account. */
function allowed({ name, mode, live }: z.infer<typeof desk>): DeskSettings {
  if (mode === 'paper') throw new StackRefusal(`desk ${name}: mode ${MODES_REFUSED[mode]}`);
  if (mode === 'demo') {
    if (live === undefined) return { name, mode };
    throw new StackRefusal(`desk ${name}: "live" is for a desk of mode live; this one is demo`);
  }
  if (live !== undefined) return { name, mode, liveAccount: live.confirmedAccount };
  throw new StackRefusal(
    `desk ${name}: mode live trades real money: add "live": {"confirmedAccount": "NUMBER"} with the number of the one account it may touch, and read the section on live trading in docs/runbook.md first`,
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
