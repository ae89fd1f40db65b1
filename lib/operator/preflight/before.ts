import { defaultLimits, withLimits } from '../../desk/limits/limits.ts';
import { check, type Fact, known } from '../../desk/preflight/check.ts';
import type { PlacedDesk } from '../../desk/preflight/cloud.ts';
import type { BeforeFacts } from '../../desk/preflight/judge.ts';
import type { Target } from '../../desk/preflight/target.ts';
import { type Usd, usd } from '../../desk/units.ts';
import { dollars } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { AwsAccess } from '../aws-access.ts';
import { suggestion } from '../nearest.ts';
import { Asking, cloudFault } from './asking.ts';
import { type CloudCalls, cloudCalls, regionInForce } from './cloud.ts';
import { ASSUMED_EQUITY, examinedLimits } from './desk.ts';
import { DEFAULT_STACK, type PlannedDesk, type PlanRead, plannedRegion } from './plan.ts';
import { type Elsewhere, venueFacts } from './venue-facts.ts';

/** Where a context is read from that says no region: the stack has the same. */
const REGION = 'eu-central-1';

export interface BeforeDeployment {
  readonly desk: string;
  readonly mode: Target;
  readonly facts: BeforeFacts;
}

export interface AskedBefore {
  readonly read: PlanRead;
  /** What was named on the command line. */
  readonly desk: string | undefined;
  readonly target: Target | undefined;
  readonly access: AwsAccess;
}

/** Gathers what a first deployment needs: credentials, region, toolkit, clock, venue. Throws a Refusal for a desk that the context has not. */
export async function beforeDeployment(
  { read, desk: named, target, access }: AskedBefore,
  elsewhere?: Elsewhere,
): Promise<BeforeDeployment> {
  const planned = read.type === 'plan' ? plannedDesk(read.plan.desks, named) : undefined;
  const mode = target ?? planned?.mode ?? 'paper';
  const desk = planned?.name ?? named ?? 'main';
  const environment = access.region ?? (await regionInForce(access));
  const context = plannedRegion(read);
  const region = context ?? environment ?? REGION;
  const desks = (read.type === 'plan' ? read.plan.desks : []).map(placed);
  const [{ caller, bootstrap, deployed }, venue] = await Promise.all([
    account({ ...access, region }),
    venueFacts(mode, elsewhere),
  ]);
  const equityUsd = planned?.balanceUsd ?? ASSUMED_EQUITY;
  const limits = examinedLimits(withLimits(defaultLimits(), planned?.texts ?? {}), undefined, usd(equityUsd));
  return {
    desk,
    mode,
    facts: {
      context: contextCheck(read, planned, mode),
      caller,
      regions: { environment, context },
      region,
      bootstrap,
      deployed,
      planned: desks,
      venue: venue.facts,
      limits: known(limits.seen),
      doctorFlags: doctorFlags(usd(equityUsd), planned?.texts),
      alarmEmail: read.type === 'plan' ? read.plan.alarmEmail : undefined,
    },
  };
}

/** How the doctor is asked of the same: its own equity and the defaults need not be said. */
const doctorFlags = (equityUsd: Usd, texts: PlannedDesk['texts'] = {}): string =>
  [
    equityUsd === ASSUMED_EQUITY ? '' : ` --equity ${equityUsd}`,
    ...Object.entries(texts).map(([name, text]) => ` --set ${name}=${text}`),
  ].join('');

const placed = ({ name, mode, stack = DEFAULT_STACK }: PlannedDesk): PlacedDesk => ({ name, mode, stack });

async function account(access: AwsAccess) {
  const calls = cloudCalls(access);
  const asking = new Asking(cloudFault(access));
  try {
    const caller = await asking.ask(() => calls.caller());
    const bootstrap = await asking.ask(() => calls.bootstrap());
    return { caller, bootstrap, deployed: await desksThere(access, calls, asking) };
  } finally {
    calls.close();
  }
}

/** The desks of every stack that is there by now, also of one that the context names no more. One that cannot be asked may have any. */
async function desksThere(
  access: AwsAccess,
  { stackNames }: Pick<CloudCalls, 'stackNames'>,
  asking: Asking,
): Promise<Fact<readonly PlacedDesk[]>> {
  const names = await asking.ask(stackNames);
  if (names.type !== 'known') return names;
  const found: PlacedDesk[] = [];
  for (const stack of names.value) {
    const calls = cloudCalls(access, stack);
    try {
      const seen = await asking.ask(() => calls.stack());
      if (seen.type === 'unknown') return seen;
      if (seen.type === 'known') found.push(...seen.value.desks.map(desk => ({ ...desk, stack })));
    } finally {
      calls.close();
    }
  }
  return known(found);
}

function plannedDesk(desks: readonly PlannedDesk[], named: string | undefined): PlannedDesk {
  const names = desks.map(({ name }) => name);
  const [first, second] = desks;
  if (named === undefined) {
    if (first !== undefined && second === undefined) return first;
    throw new Refusal(`preflight: the context has the desks ${names.join(', ')}: say which with --desk NAME`);
  }
  const found = desks.find(({ name }) => name === named);
  if (found !== undefined) return found;
  throw new Refusal(
    `--desk ${named}: the context of cdk.json has no such desk${suggestion(named, names)} (it has ${names.join(', ')})`,
  );
}

function contextCheck(read: PlanRead, planned: PlannedDesk | undefined, mode: Target) {
  if (read.type === 'refused')
    return check('context', 'refused', read.because, 'mend cdk.json, or what -c says');
  if (read.type === 'absent' || planned === undefined)
    return check(
      'context',
      'missing',
      read.type === 'absent' ? read.because : 'it names no desk',
      'run this where cdk.json lies',
    );
  const { name, balanceUsd } = planned;
  if (planned.mode !== mode)
    return check(
      'context',
      'missing',
      `${name} is ${planned.mode}, asked is ${mode}`,
      `a desk of mode ${mode} in the context of cdk.json: docs/deploy.md has it`,
    );
  const balance = balanceUsd === undefined ? '' : `, ${dollars(balanceUsd)}`;
  return check('context', 'ok', `desk ${name}, ${mode}${balance}`);
}
