import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { RESOURCES_MAX, resourcesIn } from '../../lib/stack/stacks.ts';
import { Fault, type MapRun, runMachine } from '../kit/state-machine.ts';
import { statementsOf } from './statements.ts';
import { sweepDefinition } from './sweep-definition.ts';
import { resource, resourcesOf, stacksOf, synthesised } from './synthesised.ts';

const template = synthesised({ sweep: true });
const without = synthesised();
const [BUCKET, VERSION] = ['the-bucket', 'arn:aws:lambda:eu-central-1:1:function:sweep:3'];
const definition = sweepDefinition(template, { bucket: BUCKET, functionArn: VERSION });

interface Parts {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}
const partsOf = (of: Template) => of.toJSON() as Parts;

describe('the switch', () => {
  test.each([[{ sweep: false }], [{ sweep: 'false' }]])('is off unless it is on: %j', context => {
    expect(synthesised(context).toJSON()).toEqual(without.toJSON());
    expect(Object.keys(partsOf(without).Resources).filter(id => id.startsWith('Sweep'))).toEqual([]);
  });

  test('adds parts of its own, and changes none of the others', () => {
    const [on, off] = [partsOf(template), partsOf(without)];
    const added = Object.entries(on.Resources).filter(([id]) => !Object.hasOwn(off.Resources, id));
    expect(
      Object.fromEntries(Object.entries(on.Resources).filter(([id]) => Object.hasOwn(off.Resources, id))),
    ).toEqual(off.Resources);
    expect(added.filter(([id]) => !id.startsWith('Sweep'))).toEqual([]);
    expect(added.map(([, { Type }]) => Type).toSorted()).toEqual([
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Lambda::Version',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::StepFunctions::StateMachine',
    ]);
    expect(Object.keys(on.Outputs).filter(name => !Object.hasOwn(off.Outputs, name))).toEqual([
      'SweepBucketName',
      'SweepMachineArn',
      'SweepFunctionArn',
    ]);
  });

  test('leaves room for four desks', () => {
    const live = (name: string) => ({
      name,
      mode: 'live',
      live: { confirmedAccount: '12345678' },
      learnOn: 'fargate',
    });
    const [stack] = stacksOf({ desks: ['a', 'b', 'c', 'd'].map(live), sweep: true });
    expect(stack && resourcesIn(stack)).toBeLessThanOrEqual(RESOURCES_MAX);
  });
});

test('the bucket is closed, encrypted, and forgets after a month', () => {
  expect(resource(template, 'AWS::S3::Bucket', 'Sweep')).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            ExpirationInDays: 30,
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    },
  });
});

test('the function has all the time, memory and disk that a replay may need, and no queue of dead letters', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Description: 'perpdesk: replays combinations of limits',
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Timeout: 900,
    MemorySize: 3008,
    EphemeralStorage: { Size: 3072 },
    DeadLetterConfig: Match.absent(),
    Environment: { Variables: { PERPDESK_SWEEP_BUCKET: { Ref: Match.stringLikeRegexp('^SweepBucket') } } },
  });
});

describe('the rights', () => {
  const granted = (role: string) =>
    statementsOf(template, role).map(({ actions, resources, effect }) => [effect, actions, resources]);
  const readable = (statements: unknown) =>
    JSON.parse(
      JSON.stringify(statements).replaceAll(/<(Sweep[A-Za-z]+?)[0-9A-F]{8}(\.Arn)?>/g, '<$1>'),
    ) as unknown;

  test('of the function are its log and its bucket, of which it may not change what a command wrote', () => {
    expect(readable(granted('SweepFunctionRole'))).toEqual([
      ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['<SweepFunctionLog>']],
      ['Allow', ['s3:GetObject'], ['<SweepBucket>/files/*', '<SweepBucket>/runs/*']],
      ['Allow', ['s3:ListBucket'], ['<SweepBucket>']],
      ['Allow', ['s3:PutObject'], ['<SweepBucket>/runs/*/paths/*', '<SweepBucket>/runs/*/result.json']],
    ]);
  });

  test('of the state machine are its function, the lists of combinations, and its own executions', () => {
    const states = 'arn:aws:states:eu-central-1:<AWS::AccountId>';
    expect(readable(granted('SweepMachineRole'))).toEqual([
      ['Allow', ['lambda:InvokeFunction'], ['<SweepFunction>:*']],
      ['Allow', ['s3:GetObject'], ['<SweepBucket>/runs/*/combinations.json']],
      ['Allow', ['states:StartExecution'], [`${states}:stateMachine:perpdesk-sweep`]],
      [
        'Allow',
        ['states:DescribeExecution', 'states:StopExecution'],
        [`${states}:execution:perpdesk-sweep/paths:*`, `${states}:execution:perpdesk-sweep:*`],
      ],
    ]);
  });

  test('are there before the state machine is', () => {
    const { DependsOn = [] } = resource(template, 'AWS::StepFunctions::StateMachine');
    expect(DependsOn.filter(id => id.startsWith('SweepMachineRoleDefaultPolicy'))).toHaveLength(1);
  });

  test('of no other role reach a sweep', () => {
    const others = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(
      ([id]) => !id.startsWith('Sweep'),
    );
    expect(JSON.stringify(others)).not.toContain('Sweep');
  });
});

test('two stacks have a state machine each, of another name', () => {
  const desks = [
    { name: 'a', mode: 'demo' },
    { name: 'b', mode: 'demo', stack: 'perpdesk-2' },
  ];
  const names = stacksOf({ desks, sweep: true }).map(
    stack =>
      resource(Template.fromStack(stack), 'AWS::StepFunctions::StateMachine').Properties.StateMachineName,
  );
  expect(names).toEqual(['perpdesk-sweep', 'perpdesk-2-sweep']);
});

describe('the state machine', () => {
  const COMBINATIONS = 7;
  /** Runs it over seven combinations; `answer` is the function. */
  async function ran(answer: (call: { type: string; run: string; n: number }) => Promise<unknown>) {
    let map: MapRun | undefined;
    let [atOnce, most] = [0, 0];
    const [calls, waits, read]: [object[], number[], string[]] = [[], [], []];
    const world = {
      readObject: async (bucket: string, key: string) => {
        read.push(`${bucket}/${key}`);
        return JSON.stringify(Array.from({ length: COMBINATIONS }, (_, n) => ({ n })));
      },
      invoke: async (arn: string, payload: unknown) => {
        expect(arn).toBe(VERSION);
        calls.push(payload as object);
        atOnce += 1;
        most = Math.max(most, atOnce);
        try {
          await new Promise(resolve => setTimeout(resolve, 1));
          return await answer(payload as { type: string; run: string; n: number });
        } finally {
          atOnce -= 1;
        }
      },
      waits: (seconds: number) => waits.push(seconds),
    };
    const end = await runMachine(definition, { run: 'abc' }, world, run => {
      map = run;
    }).catch((error: unknown) => error);
    return { end, map, calls, waits, read, most };
  }
  const named = (name: string) => Object.assign(new Error('it says why'), { name });

  test('calls the function for each combination of the run, three at a time, and then for the conclusion', async () => {
    const { calls, read, most, end } = await ran(async ({ run, n }) => ({ run, n }));
    expect(read).toEqual([`${BUCKET}/runs/abc/combinations.json`]);
    expect(calls).toEqual([
      ...Array.from({ length: COMBINATIONS }, (_, n) => ({ type: 'path', run: 'abc', n })),
      { type: 'conclude', run: 'abc' },
    ]);
    expect(most).toBe(3);
    expect(end).toEqual({ run: 'abc' });
  });

  test('ends with the first combination that fails, concludes nothing, and keeps which it was and why', async () => {
    const { end, calls, map } = await ran(async ({ n }) => {
      if (n === 1) throw named('PortError');
      return {};
    });
    expect(end).toBeInstanceOf(Fault);
    expect(calls.length).toBeLessThan(COMBINATIONS);
    expect(calls).not.toContainEqual({ type: 'conclude', run: 'abc' });
    expect(map?.children.filter(({ status }) => status === 'FAILED')).toMatchObject([
      {
        input: { type: 'path', run: 'abc', n: 1 },
        error: 'PortError',
        cause: expect.stringContaining('it says why'),
      },
    ]);
  });

  test.each(['path', 'conclude'])(
    'waits ever longer where Lambda has no room for a %s, and for minutes',
    async type => {
      let refusals = 8;
      const { end, waits } = await ran(async call => {
        if (call.type !== type || (type === 'path' && call.n !== 0)) return {};
        refusals -= 1;
        if (refusals >= 0) throw named('Lambda.TooManyRequestsException');
        return {};
      });
      expect(end).toEqual({});
      expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
    },
  );

  test('does not try again what a replay itself failed at, nor one that took too long', async () => {
    for (const name of ['PortError', 'Error', 'Sandbox.Timedout', 'Runtime.ExitError', 'States.Timeout']) {
      const { waits, end } = await ran(async () => {
        throw named(name);
      });
      expect([waits, end instanceof Fault]).toEqual([[], true]);
    }
  });

  test('runs a combination as a standard execution: an express one has five minutes', () => {
    expect(definition.States.Combinations).toMatchObject({
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(resource(template, 'AWS::StepFunctions::StateMachine').Properties.StateMachineType).toBe(
      'STANDARD',
    );
  });
});
