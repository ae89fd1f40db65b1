import { type Check, check, type Fact, judged } from './check.ts';
import { onCdk, type Subject } from './target.ts';

export interface Caller {
  readonly account: string;
  /** ARN of the user or of the role's session. */
  readonly arn: string;
}

/** Whose credentials these are: what is deployed, and what is asked, is theirs. */
export const credentialsCheck = (caller: Fact<Caller>): Check =>
  judged(caller, {
    name: 'credentials',
    absent: 'aws sso login --profile NAME, then export AWS_PROFILE=NAME',
    judge: ({ account, arn }) => ({ state: 'ok', seen: `account ${account}, as ${arn.split(':').at(-1)}` }),
  });

export interface Regions {
  /** What the environment, the profile or `--region` says. */
  readonly environment: string | undefined;
  /** What the context deploys to; undefined where there is no context. */
  readonly context: string | undefined;
}

const HOME = 'eu-central-1';

/** Where the stack is deployed to, and where commands with `--aws` look for it. The venue answers no US address (451). */
export function regionCheck({ environment, context }: Regions): Check {
  const us = [context, environment].find(region => region?.startsWith('us-'));
  if (us !== undefined)
    return check(
      'region',
      'refused',
      `${us}: the venue answers US addresses with HTTP 451`,
      `"region": "${HOME}" in the context of cdk.json, and export AWS_REGION=${HOME}`,
    );
  if (environment === undefined)
    return check(
      'region',
      'missing',
      'none is set, and commands with --aws need one',
      `export AWS_REGION=${context ?? HOME}`,
    );
  if (context !== undefined && context !== environment)
    return check(
      'region',
      'missing',
      `the context deploys to ${context}, and commands would look in ${environment}`,
      `export AWS_REGION=${context}`,
    );
  return check('region', 'ok', context === undefined ? environment : `${environment}, as the context says`);
}

/** The version of the toolkit that the assembly of this stack asks for; a test holds the two together. */
export const BOOTSTRAP_VERSION_MIN = 6;

/** CDK's own bucket and roles, which `cdk deploy` works with. */
export function bootstrapCheck(
  version: Fact<number>,
  where: { readonly account: string | undefined; readonly region: string; readonly cdkFlags?: string },
): Check {
  const command = onCdk(where, `bootstrap aws://${where.account ?? 'ACCOUNT'}/${where.region}`);
  return judged(version, {
    name: 'bootstrap',
    absent: command,
    judge: found =>
      found >= BOOTSTRAP_VERSION_MIN
        ? { state: 'ok', seen: `version ${found} of CDK's toolkit` }
        : {
            state: 'missing',
            seen: `version ${found} of CDK's toolkit, ${BOOTSTRAP_VERSION_MIN} or later is needed`,
            next: command,
          },
  });
}

/** A desk as the deployed stack has it. */
export interface DeployedDesk {
  readonly name: string;
  readonly mode: string;
  readonly liveAccount?: string;
}

export interface DeployedStack {
  /** As CloudFormation writes it: `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly terminationProtection: boolean;
  readonly desks: readonly DeployedDesk[];
}

const names = (desks: readonly DeployedDesk[]): string =>
  desks.map(({ name, mode }) => `${name} (${mode})`).join(', ');

/** What mends a stack that `cdk deploy` alone does not. */
const NEXT_AFTER: Readonly<Record<string, string>> = {
  ROLLBACK_COMPLETE: 'it is protected, and cannot be deployed over: docs/deploy.md, 5',
  ROLLBACK_FAILED: 'it is protected, and cannot be deployed over: docs/deploy.md, 5',
  UPDATE_ROLLBACK_FAILED: 'npx cdk rollback, then npx cdk deploy',
};

/** Whether the stack is there, done, and holds the desk. */
export const stackCheck = (
  stack: Fact<DeployedStack>,
  { desk, mode, cdkFlags = '' }: Pick<Subject, 'desk' | 'mode' | 'cdkFlags'>,
): Check => {
  const deploy = onCdk({ cdkFlags }, 'deploy');
  return judged(stack, {
    name: 'stack',
    absent: deploy,
    judge: ({ status, terminationProtection, desks }) => {
      const seen = `${status}, desks ${names(desks)}`;
      const own = desks.find(({ name }) => name === desk);
      if (own === undefined)
        return {
          state: 'missing',
          seen: `it has no desk ${desk}: ${names(desks)}`,
          next: `name ${desk} in the context of cdk.json, then ${deploy}`,
        };
      if (own.mode !== mode)
        return {
          state: 'missing',
          seen: `${desk} is deployed as ${own.mode}, asked is ${mode}`,
          next: `a desk of mode ${mode}, with a name of its own, in the context of cdk.json`,
        };
      if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status))
        return {
          state: 'refused',
          seen,
          next: NEXT_AFTER[status] ?? `${deploy}, and read what CloudFormation says`,
        };
      return terminationProtection
        ? { state: 'ok', seen }
        : { state: 'warning', seen: `${seen}; not protected from termination`, next: deploy };
    },
  });
};

/** A desk of the context, and where it is to be. */
export interface PlacedDesk extends DeployedDesk {
  readonly stack: string;
}

/**
 * Whether a deployment would take a desk away, or put a second one of its name beside it: both happen to whatever it holds. A
 * desk that is new is none of this.
 */
export const desksKeptCheck = (
  deployed: Fact<readonly PlacedDesk[]>,
  planned: readonly PlacedDesk[],
): Check =>
  judged(deployed, {
    name: 'desks',
    judge: there => {
      const faults = there.flatMap(one => faultOf(one, planned));
      const [fault] = faults;
      if (fault === undefined)
        return {
          state: 'ok',
          seen: there.length === 0 ? 'none is deployed yet' : `${names(there)} stay as they are`,
        };
      const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
      return {
        state: 'refused',
        seen: `${fault}${more}`,
        next: 'put it back into cdk.json, or end it first: docs/deploy.md, 9',
      };
    },
  });

function faultOf(one: PlacedDesk, planned: readonly PlacedDesk[]): readonly string[] {
  const now = planned.find(({ name }) => name === one.name);
  if (now === undefined) return [`${one.name} (${one.mode}) is deployed, and the context has it no more`];
  if (now.stack !== one.stack)
    return [`${one.name} is in the stack ${one.stack}, and the context has it in ${now.stack}`];
  if (now.mode !== one.mode)
    return [`${one.name} is deployed as ${one.mode}, and the context has it as ${now.mode}`];
  return [];
}
