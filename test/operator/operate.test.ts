import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import { aStateFolder, emptyFolder, removeFolder } from './fixture.ts';

let state: string;
const files = emptyFolder();
beforeAll(async () => {
  state = await aStateFolder();
});
afterAll(() => {
  removeFolder(state);
  removeFolder(files);
});

/** Runs a command as the doorway does, without a terminal. */
async function run(line: string) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const given = line.split(' ').filter(word => word !== '');
  const code = await runCommand([...given, '--state', state], { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}
const json = async (line: string) => JSON.parse((await run(`${line} --json`)).out);
const values = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await json('limits list')).map(({ name, text }: { name: string; text: string }) => [name, text]),
  );
const write = (name: string, text: string): string => {
  const path = join(files, name);
  writeFileSync(path, text);
  return path;
};

describe('positions', () => {
  test('are the open ones with what protects them, and the newest that are over', async () => {
    const { code, out } = await run('positions');
    expect(code).toBe(0);
    expect(out).toMatch(/HOLDUSDT\s+long FORCED\s+\$1,998\.00 .* 2 live/);
    expect(out).toMatch(/STOPUSDT-20260105T\d{4}\s+long\s.*-\$\d+\.\d\d\s+-\d\.\d+ ?R?\s+\S*stop/);
    expect((await json('positions --closed 0')).closed).toEqual([]);
  });
});

describe('logs', () => {
  test('are the decisions of the last minutes, oldest first', async () => {
    const { out } = await run('logs');
    const lines = out.trimEnd().split('\n');
    const times = lines.filter(line => line.startsWith('2026')).map(line => line.slice(0, 16));
    expect(times).toEqual(times.toSorted());
    expect(out).toContain('HOLDUSDT');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('of one coin alone, or with all that is no decision', async () => {
    const symbols = new Set(
      (await json('logs --symbol stop')).map(({ symbol }: { symbol: string }) => symbol),
    );
    expect([...symbols]).toEqual(['STOPUSDT']);
    expect((await json('logs --all')).length).toBeGreaterThan((await json('logs')).length);
    expect((await run('logs --symbol hodl')).err).toContain('did you mean HOLDUSDT?');
  });
});

describe('limits', () => {
  test('backed up are restored exactly, after the difference was shown', async () => {
    const before = await values();
    const backup = join(files, 'backup.json');
    expect((await run(`limits backup ${backup}`)).code).toBe(0);
    expect(JSON.parse(readFileSync(backup, 'utf8')).limits).toEqual(before);
    await run('limits set risk/daily-loss-usd-max 450');
    await run('limits set plan/stop-fraction-max 0.09');
    const changed = await values();

    const shown = await run(`limits restore ${backup}`);
    expect(shown.out).toMatch(/risk\/daily-loss-usd-max +450 → 300/);
    expect(shown.out).toContain('Nothing was changed: 2 limits would be. Add --yes to do it.');
    expect(await values()).toEqual(changed);

    expect((await run(`limits restore ${backup} --yes`)).out).toContain('2 limits changed');
    expect(await values()).toEqual(before);
    expect((await run(`limits restore ${backup} --yes`)).out).toContain('no limit differs');
  });

  test('diff is against the defaults, or a backup', async () => {
    expect((await run('limits diff')).out).toMatch(/^sizing\/method +\S+ +fixed-margin v1$/m);
    const backup = join(files, 'diff.json');
    await run(`limits backup ${backup}`);
    expect((await run(`limits diff ${backup}`)).out).toContain(`no limit differs from ${backup}`);
    await run('limits set risk/daily-loss-usd-max 350');
    expect((await json(`limits diff ${backup}`)).differing).toMatchObject([
      { name: 'risk/daily-loss-usd-max', other: '300', desk: '350' },
    ]);
    await run(`limits restore ${backup} --yes`);
  });

  test('a pair that must agree is restored together, whichever of the two is written first', async () => {
    const backup = join(files, 'pair.json');
    await run(`limits backup ${backup}`);
    await run('limits set plan/stop-fraction-max 0.2');
    await run('limits set plan/stop-fraction-min 0.15');
    expect((await run(`limits restore ${backup} --yes`)).code).toBe(0);
  });

  test('of an old .env are taken over where they have a successor, and said why not where they have none', async () => {
    const before = await values();
    const env = write(
      'old.env',
      [
        '# the old system',
        'export QT_MAX_POSITION_PER_SYMBOL=1500',
        'DEFAULT_RISK_PERCENT="2.5"   # of the balance',
        'QT_AI_PBA_ENABLED=False',
        'QT_PARTIAL_TP=0.5',
        'DEFAULT_BALANCE=15000',
        'TELEGRAM_TOKEN=abc',
        'nonsense',
      ].join('\n'),
    );
    const { out } = await run(`limits import ${env}`);
    expect(out).toMatch(/risk\/symbol-notional-usd-max +2000 → 1500/);
    expect(out).toMatch(/sizing\/risk-fraction +\S+ → 0\.025/);
    expect(out).toMatch(/portfolio\/enabled +yes → no/);
    const flowing = out.replaceAll('\n', ' ');
    expect(flowing).toContain('QT_PARTIAL_TP is not taken over: one number cannot say a ladder');
    expect(flowing).toContain('DEFAULT_BALANCE is not taken over: equity is what the venue says it is');
    expect(flowing).toContain('TELEGRAM_TOKEN is not taken over: no limit of this desk has its place');
    expect(flowing).toContain('Line 8 sets nothing');
    expect(out).not.toContain('abc');
    expect(await values()).toEqual(before);
    await run(`limits import ${env} --yes`);
    expect(await values()).toEqual({
      ...before,
      'risk/symbol-notional-usd-max': '1500',
      'sizing/risk-fraction': '0.025',
      'portfolio/enabled': 'no',
    });
  });

  test('are named by the trades that were sized with them, and an edit since is seen', async () => {
    const [trade] = (await json('limits verify')).trades;
    expect(trade.limits).toContainEqual({
      name: 'risk/symbol-notional-usd-max',
      version: 1,
      versionNow: 2,
    });
    expect((await run('limits verify')).out).toMatch(/risk\/symbol-notional-usd-max +v1 +v2/);
  });

  const misspelt = {
    format: 1,
    desk: 'main',
    at: '2026-01-01T00:00:00Z',
    limits: { 'risk/positions-mx': '3' },
  };
  test.each([
    ['restore', 'nowhere.json', undefined, 'nowhere.json: there is no such file'],
    ['restore', 'torn.json', '{"format":1,', 'is not JSON: truncated'],
    ['restore', 'other.json', '{}', 'is no backup of limits, at format'],
    ['restore', 'unknown.json', JSON.stringify(misspelt), 'did you mean risk/positions-max?'],
    ['backup', 'there.json', '', 'is there already'],
    ['backup', 'no/folder.json', undefined, 'its folder is not there'],
    ['import', 'nowhere.env', undefined, 'nowhere.env: there is no such file'],
    ['import', 'empty.env', '# nothing', 'sets nothing'],
    [
      'import',
      'bad.env',
      '\nQT_MAX_DAILY_LOSS=lots',
      'line 2: QT_MAX_DAILY_LOSS would be risk/daily-loss-usd-max',
    ],
  ])('%s %s is refused in one line, and nothing is changed', async (verb, name, content, said) => {
    const before = await values();
    const path = content === undefined ? join(files, name) : write(name, content);
    const { code, out, err } = await run(`limits ${verb} ${path}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await values()).toEqual(before);
  });
});

describe('halt and resume', () => {
  test('close entries and open them again, and say what becomes of what is open', async () => {
    const halted = await run('halt');
    expect(halted.out).toMatch(/control\/state +active → halted/);
    expect(halted.out).toContain('keeps its stops and targets');
    expect((await json('status')).state).toMatch(/^halted/);
    const resumed = await run('resume');
    expect(resumed.out).toMatch(/control\/state +halted → active/);
    // The desk's own next minute, not this machine's: one that is still to come there lifts nothing (I43).
    expect(resumed.out).toMatch(/control\/resume +never → 2026-01-05T04:08:00Z/);
    expect((await json('status')).state).toBe('active');
  });

  test('flatten when asked to, and resuming takes that back', async () => {
    expect((await run('halt --flatten')).out).toContain('what is open is closed at market');
    expect((await values())['control/halt-flatten']).toBe('yes');
    await run('resume');
    expect((await values())['control/halt-flatten']).toBe('no');
  });
});

describe('a desk at rest', () => {
  test('says so in its status, and that an edit waits for its next minute', async () => {
    expect((await run('status')).out).toMatch(/AT REST +not running: npm start/);
    expect((await run('limits set risk/positions-max 14')).out).toContain('The desk is not running');
    expect((await run('halt')).out.replaceAll(/\s+/g, ' ')).toContain('The desk is not running');
    await run('resume');
  });

  test('denies a coin that no scan has seen, and wonders', async () => {
    const { code, out } = await run('limits set universe/denied HODLUSDT');
    expect(code).toBe(0);
    expect(out).toContain('HODLUSDT is no coin that the last scan has seen');
    expect((await run('limits set universe/denied none')).out).not.toContain('no coin');
  });
});

describe('flatten', () => {
  const word = 'HOLDUSDT@2026-01-05T04:08:00Z';
  const forget = () => run('limits set control/flatten none');

  test('shows what it would close, and does nothing without --yes', async () => {
    const { code, out } = await run('flatten hold');
    expect(code).toBe(0);
    expect(out).toContain('Would be closed: HOLDUSDT long, $1,998.00 at entry.');
    expect(out).toContain('Nothing was changed: 1 limit would be. Add --yes to do it.');
    expect((await values())['control/flatten']).toBe('none');
  });

  test('writes one word for the desk’s next minute, and does not halt it', async () => {
    const { out } = await run('flatten HOLDUSDT --yes');
    expect(out).toContain('Closed at market in the next minute: HOLDUSDT long');
    expect(await values()).toMatchObject({ 'control/flatten': word, 'control/state': 'active' });
    // Said twice it is the same word.
    expect((await run('flatten HOLDUSDT --yes')).out).toContain('no limit differs');
    expect((await run('flatten --yes')).out).toContain(`${word},all@2026-01-05T04:08:00Z`);
    await forget();
  });

  test('leaves out words that have done their work, and none that has not', async () => {
    await run('limits set control/flatten STOPUSDT@2026-01-05T03:00:00Z,IDLEUSDT@2026-01-05T04:07:00Z');
    await run('flatten hold --yes');
    expect((await values())['control/flatten']).toBe(`IDLEUSDT@2026-01-05T04:07:00Z,${word}`);
    await forget();
  });

  test.each([
    ['y\n', word],
    ['yes\n', word],
    ['n\n', 'none'],
    ['\n', 'none'],
    ['', 'none'],
  ])('asked at a terminal, %j leaves %s', async (typed, left) => {
    const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    terminal.end(typed);
    const code = await runCommand(['flatten', 'hold', '--state', state], { out, err, in: terminal, env: {} });
    expect(code).toBe(0);
    expect(String(err.read())).toContain('Close at market HOLDUSDT long, $1,998.00 at entry? [y/N]');
    expect((await values())['control/flatten']).toBe(left);
    await forget();
  });

  test.each([
    ['flatten idle', 'nothing in IDLEUSDT is open'],
    ['flatten hodl', 'did you mean HOLDUSDT?'],
  ])('%s is one line, exit code 2', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

test.each([
  ['--maintenance', /embedded one has no alarms to mute/],
  ['--maintenance 25', /whole number from 1 to 24/],
])('halt %s is refused here in one line, and nothing is halted', async (flags, says) => {
  const { code, err } = await run(`halt ${flags}`);
  expect([code, err.trim().split('\n').length]).toEqual([2, 1]);
  expect(err).toMatch(says);
  expect((await values())['control/state']).toBe('active');
});

describe('report', () => {
  test('of the day that runs has its trades, and says that it is not closed', async () => {
    const { code, out } = await run('report --day 2026-01-05');
    expect(code).toBe(0);
    expect(out).toContain('Desk main, embedded: Monday 2026-01-05 (UTC)');
    expect(out.replaceAll('\n', ' ')).toContain(
      'The venue’s account of the day is not closed yet. 1 trade ended',
    );
    expect(out).toMatch(/STOP FORCED +long +\$6,000\.00 +\$1,\d{3}\.\d\d +-\$6\d\.\d\d +-1\.0R +stop-loss/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('Cut most by risk/symbol-notional-usd-max v1');
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(78);
  });

  test('without a day is of the desk’s first while no other is over, and as JSON holds the text too', async () => {
    const view = await json('report');
    expect(view).toMatchObject({ day: '2026-01-05', trades: [{ symbol: 'STOPUSDT' }] });
    expect(view.text).toContain('Monday 2026-01-05 (UTC)');
  });

  test.each([
    ['report --day yesterday', /^--day yesterday: not a day/],
    ['report --day 2026-02-01', /the desk has only come to 2026-01-05/],
    ['report --day 2024-01-01', /the desk began 2026-01-05/],
  ])('%s is one line, exit code 2', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
  });
});

describe('projection', () => {
  test('says what is left of the wins alone at each win rate', async () => {
    const { profit } = await json('projection --profile math-ai --equity 15000 --cycles 10');
    expect(profit.rows.map(({ winRateFraction }: { winRateFraction: number }) => winRateFraction)).toEqual([
      0.45, 0.5, 0.55, 0.6,
    ]);
    expect(profit.rows[1]).toMatchObject({ cycleWinsOnlyUsd: 108, cycleGrossUsd: 54 });
    expect(profit.rows[1].cycleNetUsd).toBeCloseTo(35.1, 6);
    const { out } = await run('projection --profile math-ai --equity 15000 --cycles 10');
    expect(out).toMatch(/win rate +wins alone +less losses +less costs +less funding +a position +a day/);
  });

  test('changes with what it reckons with', async () => {
    const { profit } = await json(
      'projection --profile math-ai --equity 15000 --set costs/taker-fee-fraction=0.001',
    );
    expect(profit.rows[1].cycleNetUsd).toBeLessThan(35.1);
  });
});
