import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { GRID, IN_AWS, sweptInAws, WHAT } from './sweep-aws-kit.ts';
import { run } from './train-kit.ts';

const aws = sweptInAws();
const { file, text } = aws;

describe('a run that fails', () => {
  const failing = (because: Error, isOf = (n?: number): boolean => n === 2) => {
    const handler = aws.cloud.own;
    return async (event: unknown) => {
      if (isOf((event as { readonly n?: number }).n)) throw because;
      return handler(event);
    };
  };

  test('says which combination failed and why, and goes on from there when it is started anew', async () => {
    aws.cloud.invoke = failing(new Error('S3: reading files/abc failed: SlowDown'));
    const told = await run(IN_AWS);
    expect(told.code).toBe(2);
    expect(told.out).toBe('');
    expect(told.err.trim().split('\n').at(-1)).toBe(
      '--aws: 1 of 3 combinations failed: #2 (risk/positions-max=15, universe/size-max=5): S3: reading files/abc failed: SlowDown; the same command starts it anew, and keeps what was replayed',
    );
    const kept = (await aws.cloud.keys()).filter(key => key.includes('/paths/'));
    expect(kept).toHaveLength(2);
    aws.cloud.invoke = aws.cloud.own;
    const again = await run(`${IN_AWS} --json ${file('again.json')}`);
    expect(again.code, again.err).toBe(0);
    expect(again.err).toContain('#2 (risk/positions-max=15, universe/size-max=5): S3: reading files/abc');
    expect(aws.cloud.names().map(name => name.slice(-2))).toEqual(['-1', '-2']);
    expect(text('again.json')).toBe(text('local.json'));
  });

  test.each([
    [
      'takes too long',
      'RequestId: 1 Error: Task timed out after 900.00 seconds',
      'the 15 minutes a function has',
    ],
    [
      'is too large',
      'RequestId: 1 Error: Runtime exited with error: signal: killed',
      'the function’s memory',
    ],
    [
      'has no memory left of its own',
      'RequestId: 1 Error: Runtime exited with error: signal: aborted (core dumped)',
      'the function’s memory',
    ],
  ])('since a replay %s says what to do', async (_what, message, said) => {
    aws.cloud.invoke = failing(Object.assign(new Error(message), { name: 'Runtime.ExitError' }), () => true);
    const { err } = await run(IN_AWS);
    expect(err).toContain(said);
    expect(err).toContain('take a shorter span, fewer coins or longer bars, or sweep on this machine');
  });

  test('since somebody stopped it says so', async () => {
    const handler = aws.cloud.own;
    aws.cloud.invoke = async event => {
      aws.cloud.steps.stopAll();
      return handler(event);
    };
    const { code, err } = await run(IN_AWS);
    expect(code).toBe(2);
    expect(err).toContain('--aws: the sweep failed: somebody stopped it;');
  });

  test('for a moment by either error of Lambda’s own is tried again by itself', async () => {
    const handler = aws.cloud.own;
    const refusals = ['TooManyRequests', 'Service', 'TooManyRequests', 'Service'];
    aws.cloud.invoke = async event => {
      const refused = refusals.shift();
      if (refused !== undefined)
        throw Object.assign(new Error('later'), { name: `Lambda.${refused}Exception` });
      return handler(event);
    };
    const { code, err } = await run(`${IN_AWS} --json ${file('tried.json')}`);
    expect(code, err).toBe(0);
    expect(refusals).toEqual([]);
    expect(text('tried.json')).toBe(text('local.json'));
  });
});

test('a sweep that another has overtaken while it uploaded is not started', async () => {
  const timer = setInterval(() => {
    if (aws.cloud.steps.asked.includes('ListExecutions')) aws.cloud.steps.runAnother('abc-1');
  }, 1);
  const { code, err } = await run(IN_AWS);
  clearInterval(timer);
  expect([code, aws.cloud.starts()]).toEqual([2, 0]);
  expect(err).toContain('--aws: the sweep abc-1 is at work');
  expect(await aws.cloud.keys('files/')).toHaveLength(7);
});

test('a network that fails while it is waited for says that it goes on', async () => {
  let end = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  aws.cloud.invoke = () => ended;
  aws.cloud.steps.deaf.push('DescribeMapRun');
  const { code, err } = await run(IN_AWS);
  end();
  expect(code).toBe(2);
  expect(err.trim().split('\n').at(-1)).toMatch(
    /^--aws: Step Functions does not answer in eu-central-1: .*; the sweep goes on in AWS as [0-9a-f]{32}-1, and the same command comes back to it$/,
  );
});

test('a file that changes before it is uploaded is not uploaded', async () => {
  const limits = file('limits.json');
  const content = { format: 1, desk: 'main', at: '2026-01-01T00:00:00Z', limits: {} };
  writeFileSync(limits, JSON.stringify(content));
  const timer = setInterval(() => {
    if (aws.cloud.steps.asked.includes('ListExecutions')) writeFileSync(limits, 'another');
  }, 1);
  const { code, err } = await run(`${IN_AWS} --limits ${limits}`);
  clearInterval(timer);
  expect([code, aws.cloud.starts()]).toEqual([2, 0]);
  expect(err).toContain(`--aws: ${limits} changed while it was read; type it again`);
});

describe('is refused in one line, with nothing uploaded:', () => {
  const refusal = async (line: string) => {
    const { code, out, err } = await run(line);
    expect([code, out, await aws.cloud.keys(), aws.cloud.starts()]).toEqual([2, '', [], 0]);
    expect(err.trim().split('\n')).toHaveLength(1);
    return err;
  };

  test('a stack that runs no sweeps', async () => {
    aws.cloud.stack.stack = { outputs: { TableName: 'perpdesk-Books' } };
    expect(await refusal(IN_AWS)).toContain(
      'the stack perpdesk runs no sweeps: add "sweep": true to the context in cdk.json, and deploy it',
    );
  });

  test('a stack that is not there', async () => {
    expect(await refusal(`${IN_AWS} --stack perpdesk-9 --region eu-west-1`)).toContain(
      'there is no stack perpdesk-9 in eu-west-1; give --stack, --region or --aws-profile',
    );
  });

  test('a sweep beside another, which would take the functions of the desks', async () => {
    aws.cloud.steps.runAnother('abc-1');
    expect(await refusal(IN_AWS)).toContain(
      '--aws: the sweep abc-1 is at work, and a second one would take the functions that desks need: type this again when it has ended, or stop it',
    );
  });

  test.each([
    [
      'threads',
      `${IN_AWS} --threads 2`,
      '--threads is for a sweep on this machine: leave out either it or --aws',
    ],
    [
      'a region without --aws',
      `sweep ${WHAT} ${GRID} --region eu-west-1`,
      '--region belongs to a sweep in the cloud',
    ],
    ['a region that is none', `${IN_AWS} --region europe`, '--region europe: that is no region'],
    ['a profile that is nowhere', `${IN_AWS} --aws-profile nobody`, 'the profile nobody'],
    [
      'a grid that is none',
      `sweep ${WHAT} --grid risk/positions-max=none --aws`,
      '--grid risk/positions-max',
    ],
    [
      'a span that is too short',
      `sweep ${WHAT} ${GRID} --aws`.replace('--folds 1', '--folds 9'),
      '--folds 9',
    ],
  ])('%s', async (_what, line, said) => {
    expect(await refusal(line)).toContain(said);
  });
});
