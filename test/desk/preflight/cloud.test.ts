import { describe, expect, test } from 'vitest';
import { absent, type CheckState, type Fact, known, unknown } from '../../../lib/desk/preflight/check.ts';
import {
  BOOTSTRAP_VERSION_MIN,
  bootstrapCheck,
  credentialsCheck,
  type DeployedStack,
  desksKeptCheck,
  type PlacedDesk,
  regionCheck,
  stackCheck,
} from '../../../lib/desk/preflight/cloud.ts';

describe('credentials', () => {
  test('say whose they are', () => {
    const caller = { account: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/Admin/ann' };
    expect(credentialsCheck(known(caller))).toEqual({
      name: 'credentials',
      state: 'ok',
      seen: 'account 123456789012, as assumed-role/Admin/ann',
    });
  });

  test('that are not there are missing; those that nobody could ask about are not checked', () => {
    expect(credentialsCheck(absent('there are none'))).toMatchObject({
      state: 'missing',
      seen: 'there are none',
    });
    expect(credentialsCheck(unknown('AWS is silent'))).toMatchObject({ state: 'not-checked' });
  });
});

describe('the region', () => {
  test.each<[string, string | undefined, string | undefined, CheckState, RegExp]>([
    ['both the same', 'eu-central-1', 'eu-central-1', 'ok', /eu-central-1, as the context says/],
    ['no context', 'eu-west-1', undefined, 'ok', /^eu-west-1$/],
    ['none in the environment', undefined, 'eu-central-1', 'missing', /none is set/],
    ['two of them', 'eu-west-1', 'eu-central-1', 'missing', /deploys to eu-central-1.* look in eu-west-1/],
    ['a context in the US', 'eu-central-1', 'us-east-1', 'refused', /us-east-1: .* HTTP 451/],
    ['an environment in the US', 'us-west-2', 'eu-central-1', 'refused', /us-west-2/],
  ])('%s', (_what, environment, context, state, seen) => {
    const found = regionCheck({ environment, context });
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });

  test('is mended by a command that names the context’s', () =>
    expect(regionCheck({ environment: undefined, context: 'ap-northeast-1' }).next).toBe(
      'export AWS_REGION=ap-northeast-1',
    ));
});

describe('CDK’s toolkit', () => {
  const at = { account: '123456789012', region: 'eu-central-1' };
  test.each<[number, CheckState]>([
    [BOOTSTRAP_VERSION_MIN, 'ok'],
    [BOOTSTRAP_VERSION_MIN + 20, 'ok'],
    [BOOTSTRAP_VERSION_MIN - 1, 'missing'],
    [Number.NaN, 'missing'],
  ])('in version %s', (version, state) => expect(bootstrapCheck(known(version), at).state).toBe(state));

  test('that is not there is made in this account and region', () =>
    expect(bootstrapCheck(absent('none'), at)).toMatchObject({
      state: 'missing',
      next: 'npx cdk bootstrap aws://123456789012/eu-central-1',
    }));
});

describe('the stack', () => {
  const stack: DeployedStack = {
    status: 'UPDATE_COMPLETE',
    terminationProtection: true,
    desks: [
      { name: 'main', mode: 'paper' },
      { name: 'real', mode: 'live' },
    ],
  };
  test.each<[string, Partial<DeployedStack>, string, 'paper' | 'live', CheckState, RegExp]>([
    ['done', {}, 'main', 'paper', 'ok', /UPDATE_COMPLETE, desks main \(paper\), real \(live\)/],
    ['in mid-update', { status: 'UPDATE_IN_PROGRESS' }, 'main', 'paper', 'refused', /IN_PROGRESS/],
    ['rolled back', { status: 'UPDATE_ROLLBACK_COMPLETE' }, 'main', 'paper', 'refused', /ROLLBACK/],
    ['open to termination', { terminationProtection: false }, 'main', 'paper', 'warning', /not protected/],
    ['without the desk', {}, 'trial', 'paper', 'missing', /no desk trial/],
    [
      'with a desk of another mode',
      {},
      'main',
      'live',
      'missing',
      /main is deployed as paper, asked is live/,
    ],
  ])('%s', (_what, change, desk, mode, state, seen) => {
    const found = stackCheck(known({ ...stack, ...change }), { desk, mode });
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });

  test.each([
    ['ROLLBACK_COMPLETE', /docs\/deploy\.md/],
    ['UPDATE_ROLLBACK_FAILED', /^npx cdk rollback/],
    ['UPDATE_ROLLBACK_COMPLETE', /^npx cdk deploy/],
  ])('that ended as %s is told its own way out', (status, next) => {
    expect(stackCheck(known({ ...stack, status }), { desk: 'main', mode: 'paper' }).next).toMatch(next);
  });
});

describe('the desks that are deployed', () => {
  const main = { name: 'main', mode: 'paper', stack: 'perpdesk' };
  const real = { name: 'real', mode: 'live', stack: 'perpdesk' };
  test.each<[string, Fact<readonly PlacedDesk[]>, readonly PlacedDesk[], CheckState, RegExp]>([
    ['none yet', known([]), [main], 'ok', /none is deployed yet/],
    ['all planned as they are, and a new one', known([main]), [main, real], 'ok', /main \(paper\) stay/],
    [
      'taken off the list',
      known([main, real]),
      [main],
      'refused',
      /real \(live\) is deployed, and the context has it no more/,
    ],
    [
      'moved to another stack',
      known([main]),
      [{ ...main, stack: 'perpdesk-2' }],
      'refused',
      /has it in perpdesk-2/,
    ],
    [
      'of another mode',
      known([main]),
      [{ ...main, mode: 'demo' }],
      'refused',
      /deployed as paper, and the context has it as demo/,
    ],
    ['unknown', unknown('nobody may ask'), [main], 'not-checked', /nobody may ask/],
  ])('%s', (_what, deployed, planned, state, seen) => {
    const found = desksKeptCheck(deployed, planned);
    expect(found.state).toBe(state);
    expect(found.seen).toMatch(seen);
  });
});
