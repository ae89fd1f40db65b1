import { type Check, mayGoOn } from '../../desk/preflight/check.ts';
import { regionCheck } from '../../desk/preflight/cloud.ts';
import {
  destroyCommands,
  LEFTOVERS,
  leavingChecks,
  stackToLeaveCheck,
} from '../../desk/preflight/destroy.ts';
import { beforeChecks, deployedChecks, embeddedChecks } from '../../desk/preflight/judge.ts';
import { onCdk, onDesk, type Subject, type Target } from '../../desk/preflight/target.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import { DEFAULT_DESK } from '../aws.ts';
import { checkAccess } from '../aws-access.ts';
import { askDesk } from '../connect.ts';
import type { Whereabouts } from '../connection.ts';
import { beforeDeployment } from '../preflight/before.ts';
import { accessOf, deployed } from '../preflight/deployed.ts';
import { embedded } from '../preflight/embedded.ts';
import { embeddedToLeave, stackToLeave } from '../preflight/leaving.ts';
import {
  cdkFlagsOf,
  contextFlags,
  DEFAULT_STACK,
  type PlanOf,
  type PlanRead,
  plannedRegion,
  readPlan,
  stackArgument,
} from '../preflight/plan.ts';
import type { Elsewhere } from '../preflight/venue-facts.ts';
import { shellWord } from '../shell-word.ts';
import { type PreflightView, preflightLines } from '../views/preflight.ts';

export interface PreflightOptions {
  readonly where: Whereabouts;
  /** The mode that is asked about; undefined for the desk's own. */
  readonly target: Target | undefined;
  /** `KEY=VALUE` each, as `cdk -c` takes them. */
  readonly context: readonly string[];
  readonly destroy: boolean;
  /** The stack that is asked about; undefined for that of the desk in the context. */
  readonly stack: string | undefined;
  /** How the stack reads its context. */
  readonly planOf: PlanOf;
}

/** Where `cdk` looks for the context, too: in the folder that it is called in. */
const CDK_JSON = 'cdk.json';

/**
 * Looks at everything that a desk needs and says what is missing: before its first deployment, of a deployed desk, of an
 * embedded one; or whether it may be taken away. Exit code 1 where something is in the way, or could not be looked at.
 * Changes nothing anywhere. Throws a Refusal for a desk that is not there, and for options that do not go together.
 */
export async function preflight(options: PreflightOptions, elsewhere?: Elsewhere): Promise<Answer> {
  const { where, target, context, destroy, planOf, stack } = options;
  if (where.state !== undefined) {
    if (target !== undefined || context.length > 0 || stack !== undefined)
      throw new Refusal(
        '--for, --context and --stack are of a desk that is deployed: leave them out, or --state',
      );
    return await askDesk(where, connection =>
      destroy ? leaveEmbedded(connection, where) : ofEmbedded(connection, where),
    );
  }
  checkAccess(where);
  const read = readPlan(CDK_JSON, context, planOf);
  if (destroy) return await leaveCloud(options, read, elsewhere);
  if (stack !== undefined && !where.aws)
    throw new Refusal('--stack is of a stack that is deployed: add --aws');
  return where.aws ? await ofDeployed(options, read, elsewhere) : await before(options, read, elsewhere);
}

/** The options that bring a command to the same desk. */
const flagsOf = ({ profile, region }: Whereabouts, desk: string): string =>
  [
    ' --aws',
    desk === DEFAULT_DESK ? '' : ` --desk ${desk}`,
    region === undefined ? '' : ` --region ${region}`,
    profile === undefined ? '' : ` --profile ${shellWord(profile)}`,
  ].join('');

const subjectOf = (
  { where, context }: Pick<PreflightOptions, 'where' | 'context'>,
  { desk, mode }: Pick<Subject, 'desk' | 'mode'>,
): Subject => ({
  desk,
  mode,
  flags: flagsOf(where, desk),
  cdkFlags: cdkFlagsOf(where.profile, context),
});

async function before(
  options: PreflightOptions,
  read: PlanRead,
  elsewhere: Elsewhere | undefined,
): Promise<Answer> {
  const { where, target, context } = options;
  const asked = { read, desk: where.desk, target, access: where };
  const { desk, mode, facts } = await beforeDeployment(asked, elsewhere);
  const subject = subjectOf(options, { desk, mode });
  return answer(
    { use: 'before', desk, mode, region: facts.region },
    {
      subject: `Before the deployment of desk ${desk} (${mode}) to ${facts.region}`,
      checks: beforeChecks(facts, subject),
      onward: [
        'Nothing is in the way. To deploy it, and to look at it when it has run for some minutes:',
        onCdk(subject, `deploy${stackArgument(read, desk)}`),
        onDesk(subject, `preflight${contextFlags(context)}`),
      ],
    },
  );
}

async function ofDeployed(
  options: PreflightOptions,
  read: PlanRead,
  elsewhere: Elsewhere | undefined,
): Promise<Answer> {
  const { where, target, stack } = options;
  const desk = where.desk ?? DEFAULT_DESK;
  const { mode, region, facts } = await deployed({ read, where, desk, target, stack }, elsewhere);
  const subject = subjectOf(options, { desk, mode });
  return answer(
    { use: 'deployed', desk, mode, region: region ?? null },
    {
      subject: `Desk ${desk} (${mode}), deployed to ${region ?? 'no region'}`,
      checks: deployedChecks(facts, subject),
      onward: [`Nothing is missing for ${mode}. docs/deploy.md has the next step.`],
    },
  );
}

type Connected = Parameters<Parameters<typeof askDesk<Answer>>[1]>[0];

const stateFlags = ({ state }: Whereabouts): string => ` --state ${state}`;

async function ofEmbedded(connection: Connected, where: Whereabouts): Promise<Answer> {
  const { desk } = connection;
  const subject: Subject = { desk, mode: 'embedded', flags: stateFlags(where) };
  return answer(
    { use: 'embedded', desk, mode: 'embedded' },
    {
      subject: `Desk ${desk} on this machine, against the simulated exchange`,
      checks: embeddedChecks(await embedded(connection), subject),
      onward: ['Nothing is missing.'],
    },
  );
}

async function leaveEmbedded(connection: Connected, where: Whereabouts): Promise<Answer> {
  const { desk } = connection;
  const subject: Subject = { desk, mode: 'embedded', flags: stateFlags(where) };
  return answer(
    { use: 'destroy', desk, mode: 'embedded' },
    {
      subject: `May desk ${desk} on this machine be taken away?`,
      checks: leavingChecks(await embeddedToLeave(connection, subject)),
      onward: [
        `Nothing is open. Stop it with Ctrl-C; all that it is lies in ${where.state}, which may then be removed.`,
      ],
    },
  );
}

async function leaveCloud(
  { where, context, stack: stackName = DEFAULT_STACK }: PreflightOptions,
  read: PlanRead,
  elsewhere: Elsewhere | undefined,
): Promise<Answer> {
  if (!where.aws)
    throw new Refusal(
      'preflight --destroy: say of what: --aws for the stack, --state DIR for an embedded desk',
    );
  if (where.desk !== undefined)
    throw new Refusal(
      'preflight --destroy: cdk destroy takes every desk of the stack away: leave --desk out',
    );
  if (where.table !== undefined)
    throw new Refusal(
      'preflight --destroy: the stack itself says where its desks’ books lie: leave --table out',
    );
  const { environment, ...access } = await accessOf(where, read);
  const { stack, desks } = await stackToLeave(
    { ...access, stackName },
    desk => flagsOf(where, desk),
    elsewhere,
  );
  const checks: readonly Check[] = [
    // The commands below go by the context's region, and what was looked at by the environment's.
    regionCheck({ environment, context: plannedRegion(read) }),
    stackToLeaveCheck(stack),
    ...desks.flatMap(leavingChecks),
  ];
  const region = access.region ?? 'REGION';
  const { profile } = where;
  const reached = {
    stack: shellWord(stackName),
    region,
    profile: profile === undefined ? undefined : shellWord(profile),
    cdkFlags: cdkFlagsOf(profile, context),
  };
  return answer(
    { use: 'destroy', desks: desks.map(({ subject }) => subject.desk), region, stays: LEFTOVERS },
    {
      subject: `May the stack ${stackName} in ${region} be taken away?`,
      checks,
      beside: LEFTOVERS.map(({ what, where: text }) => [`stays: ${what}`, text] as const),
      onward: ['Nothing is open. To take it away:', ...destroyCommands(reached)],
    },
  );
}

const answer = (told: object, view: PreflightView): Answer => ({
  json: { ...told, mayGoOn: mayGoOn(view.checks), checks: view.checks },
  lines: screen => preflightLines(view, screen),
  exitCode: mayGoOn(view.checks) ? 0 : 1,
});
