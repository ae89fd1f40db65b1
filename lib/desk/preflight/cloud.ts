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
        return { state: 'refused', seen, next: `${deploy}, and read what CloudFormation says` };
      return terminationProtection
        ? { state: 'ok', seen }
        : { state: 'warning', seen: `${seen}; not protected from termination`, next: deploy };
    },
  });
};
