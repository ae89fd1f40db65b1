import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { run, scratch, serversOf, start, until } from './start.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('bad input is one clear line, exit code 2, and nothing is lost', () => {
  const refused = async (folder: string, ...args: string[]) => {
    const { code, stdout, stderr } = await start(folder, ...args).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    return stderr.trim();
  };

  test('an unknown option, a bad value, a limit out of range', async () => {
    const folder = scratch();
    const lines = await Promise.all([
      refused(folder, '--minuts', '3'),
      refused(folder, '--equity', 'much'),
      refused(folder, '--set', 'risk/positions-max=99'),
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/--minuts.*--minutes/),
      expect.stringMatching(/--equity/),
      expect.stringMatching(/risk\/positions-max/),
    ]);
    expect(existsSync(join(folder, 'state/desk.json'))).toBe(false);
  });

  test('a malformed candle file leaves the stored desk as it is, even with --fresh', async () => {
    const folder = scratch();
    await run(folder, '--minutes', '1');
    const before = readFileSync(join(folder, 'state/exchange/exchange-snapshot.json'), 'utf8');
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'SOLUSDT-1m.csv'), 'ts,open,high,low,close,volume\n1748476800000,1,2,3,4\n');
    const line = await refused(folder, '--fresh', '--market', 'recorded', '--data', data);
    expect(line).toMatch(/SOLUSDT-1m\.csv:2/);
    expect(readFileSync(join(folder, 'state/exchange/exchange-snapshot.json'), 'utf8')).toBe(before);
  });

  test('a state folder that is somebody else’s, a list that cannot be read, a summary that cannot be written', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state/thesis.txt'), 'mine');
    const list = join(folder, 'list.csv');
    writeFileSync(list, '2026-01-05T00:05:00Z,SOLUSDT,sideways\n');
    const lines = await Promise.all([
      refused(folder, '--fresh'),
      refused(folder, '--force-signals', list),
      refused(folder, '--json', join(folder, 'nowhere/out.json')),
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/holds files but no desk/),
      expect.stringMatching(/list\.csv:1.*sideways/),
      expect.stringMatching(/--json .*make it first/),
    ]);
    expect(readdirSync(join(folder, 'state'))).toEqual(['thesis.txt']);
  });

  test('stores that were damaged while the desk was down', async () => {
    const folder = scratch();
    await run(folder, '--minutes', '1');
    writeFileSync(join(folder, 'state/parameters.json'), '[{"name":');
    expect(await refused(folder)).toMatch(/parameters\.json: is not the state of a parameter store/);
  });

  test('a second desk in the same folder', async () => {
    const folder = scratch();
    const desk = start(folder, '--speed', '2');
    await until('the servers', () => serversOf(folder));
    expect(await refused(folder)).toMatch(/another desk is running/);
    desk.child.kill('SIGTERM');
    expect((await desk.ended).code).toBe(0);
  });
});
