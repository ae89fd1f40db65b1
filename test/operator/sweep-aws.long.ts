import { writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import { SweepRunner } from '../../lib/operator/sweeping/runner.ts';
import type { SweepResult } from '../../lib/replay/sweep/result.ts';
import { runId } from '../../lib/replay/sweep/run.ts';
import { OUTPUTS, VERSION } from '../kit/sweep-cloud.ts';
import { candles, IN_AWS, sweptInAws, WHAT } from './sweep-aws-kit.ts';
import { run } from './train-kit.ts';

const aws = sweptInAws();
const { file, text } = aws;

/** Runs a line, with Ctrl-C once `when` is true of what is told of it. */
async function endedWhen(when: () => boolean, line: string) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const timer = setInterval(() => {
    if (when()) {
      clearInterval(timer);
      process.emit('SIGINT');
    }
  }, 20);
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  clearInterval(timer);
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('a sweep in AWS', () => {
  test('comes to what it comes to on this machine, to the byte', async () => {
    const told = await run(`${IN_AWS} --json ${file('aws.json')}`);
    expect(told.code, told.err).toBe(0);
    expect(text('aws.json')).toBe(text('local.json'));
    expect(told.err).toMatch(/100 % of the combinations/);
    expect(told.out).toMatch(/^Sweep of 2 combinations beside the limits as they are/);
    const result = (await aws.cloud.keys('runs/')).find(key => key.endsWith('result.json')) ?? 'none';
    expect(await aws.cloud.read(result)).toBe(text('local.json'));
  });

  test('asks for one replay of each combination, and for the conclusion last', async () => {
    await run(IN_AWS);
    const [id] = aws.cloud.names().map(name => name.replace(/-1$/, ''));
    expect(aws.cloud.invoked.slice(0, -1)).toHaveLength(3);
    expect(new Set(aws.cloud.invoked.slice(0, -1))).toEqual(
      new Set([0, 1, 2].map(n => ({ type: 'path', run: id, n }))),
    );
    expect(aws.cloud.invoked.at(-1)).toEqual({ type: 'conclude', run: id });
  });

  test('that has been run is told again without being run', async () => {
    const [first, again] = [await run(IN_AWS), await run(IN_AWS)];
    expect(again.out).toBe(first.out);
    expect(aws.cloud.starts()).toBe(1);
  });

  test('uploads a file once, whatever else is swept over it', async () => {
    await run(IN_AWS);
    const shared = await aws.cloud.keys('files/');
    expect(shared).toHaveLength(7);
    await run(`sweep ${WHAT} --grid risk/positions-max=2 --aws`);
    expect(await aws.cloud.keys('files/')).toEqual(shared);
    expect(aws.cloud.starts()).toBe(2);
  });

  test('uploads a file again before the bucket forgets it', async () => {
    await run(IN_AWS);
    const later = async (days: number) => {
      const writtenSince = aws.cloud.age('files', days);
      await run(`sweep ${WHAT} --grid risk/positions-max=${days} --aws`);
      return writtenSince().length;
    };
    expect(await later(19)).toBe(0);
    expect(await later(21)).toBe(7);
  });

  test('by another version of the function is another run', async () => {
    await run(IN_AWS);
    aws.cloud.version = VERSION.replace(':3', ':4');
    aws.cloud.stack.stack = { outputs: { ...OUTPUTS, SweepFunctionArn: aws.cloud.version } };
    expect((await run(IN_AWS)).code).toBe(0);
    expect(aws.cloud.starts()).toBe(2);
  });

  test('is not made by a version that is being deployed', async () => {
    aws.cloud.version = VERSION.replace(':3', ':4');
    const { code, err } = await run(IN_AWS);
    expect(code).toBe(2);
    expect(err).toContain('is not for version 4: when the deployment has ended, type the command again');
  });

  test('knows limits and models from files of this machine', async () => {
    writeFileSync(
      file('limits.json'),
      JSON.stringify({
        format: 1,
        desk: 'main',
        at: '2026-01-01T00:00:00Z',
        limits: { 'risk/trade-notional-usd-max': '400' },
      }),
    );
    const what = `--data ${candles} --from 2026-01-05 --market synthetic --models models/synthetic --folds 1`;
    const line = `sweep ${what} --limits ${file('limits.json')} --grid risk/positions-max=2`;
    const local = await run(`${line} --threads 1 --json ${file('l.json')}`);
    expect(local.code, local.err).toBe(0);
    const { code, err } = await run(`${line} --aws --json ${file('a.json')}`);
    expect(code, err).toBe(0);
    expect(text('a.json')).toBe(text('l.json'));
    const { models, limits, paths } = JSON.parse(text('a.json')) as SweepResult;
    expect(models.some(({ licensed }) => licensed)).toBe(true);
    expect(limits.find(({ name }) => name === 'risk/trade-notional-usd-max')?.text).toBe('400');
    expect(paths[0]?.trades).toBeGreaterThan(0);
  });
});

describe('Ctrl-C', () => {
  test('leaves a run at work, and the same command comes back to it', async () => {
    const handler = aws.cloud.own;
    let open = () => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    aws.cloud.invoke = async event => {
      await gate;
      return handler(event);
    };
    const left = await endedWhen(() => aws.cloud.invoked.length > 0, IN_AWS);
    expect(left.code).toBe(2);
    expect(left.out).toBe('');
    expect(left.err).toMatch(
      /^sweep: it goes on in AWS as [0-9a-f]{32}-1; the same command, typed again, waits for it and tells its result$/m,
    );
    setTimeout(open, 500);
    const back = await run(`${IN_AWS} --json ${file('back.json')}`);
    expect(back.code, back.err).toBe(0);
    expect(back.err).toContain('it is at work already: this waits for it');
    expect(text('back.json')).toBe(text('local.json'));
    expect(aws.cloud.starts()).toBe(1);
  });

  test('before anything is started starts nothing', async () => {
    const { code, err } = await endedWhen(() => aws.cloud.stacksAsked().length > 0, IN_AWS);
    expect([code, aws.cloud.starts()]).toEqual([2, 0]);
    expect(err).toMatch(/^sweep: ended by hand before anything was started$/m);
  });
});

test('the function replays nothing that it reads otherwise than the command did', async () => {
  await run(IN_AWS);
  const [id = ''] = aws.cloud.names().map(name => name.replace(/-1$/, ''));
  const written = await aws.cloud.read(`runs/${id}/run.json`);
  const { spec, ...rest } = JSON.parse(written) as { readonly spec: SweepResult };
  for (const [name, other] of [
    ['limits', { ...spec, limits: spec.limits.slice(1) }],
    ['from', { ...spec, from: spec.from - 60_000 }],
    ['symbols', { ...spec, symbols: [...spec.symbols, 'DOGEUSDT'] }],
  ] as const) {
    const changed = JSON.stringify({ ...rest, spec: other });
    const own = runId(changed);
    await aws.cloud.write(`runs/${own}/run.json`, changed);
    await expect(aws.cloud.own({ type: 'path', run: own, n: 0 })).rejects.toThrow(
      `the function reads the sweep's ${name} otherwise than the command did: deploy the version that the command is`,
    );
  }
});

test('a container keeps its market between the combinations of a run, and fetches no file twice', async () => {
  const opening = vi.spyOn(SweepRunner, 'open');
  expect((await run(IN_AWS)).code).toBe(0);
  expect(opening).toHaveBeenCalledTimes(1);
  opening.mockRestore();
  const [id = ''] = aws.cloud.names().map(name => name.replace(/-1$/, ''));
  await aws.cloud.remove('files/');
  await aws.cloud.remove(`runs/${id}/paths/1.json`);
  await expect(aws.cloud.own({ type: 'path', run: id, n: 1 })).resolves.toEqual({ run: id, n: 1 });
  const cold = aws.cloud.container(file('another-disk'));
  await aws.cloud.remove(`runs/${id}/paths/1.json`);
  await expect(cold({ type: 'path', run: id, n: 1 })).rejects.toThrow(/is not in the bucket any more/);
  const again = aws.cloud.container(aws.cloud.disk);
  await expect(again({ type: 'path', run: id, n: 1 })).resolves.toEqual({ run: id, n: 1 });
});
