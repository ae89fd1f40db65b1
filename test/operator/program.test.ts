import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { modelsFolder } from '../../lib/local/state-folder.ts';
import { runCommand } from '../../lib/operator/program.ts';
import { writeModels } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { aStateFolder, emptyFolder, LAST_MINUTE, removeFolder } from './fixture.ts';

let state: string;
beforeAll(async () => {
  state = await aStateFolder();
});
afterAll(() => removeFolder(state));

/** Runs a command as the doorway does, without a terminal. */
async function run(line: string, folder = state) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const given = line.split(' ').filter(word => word !== '');
  const code = await runCommand([...given, '--state', folder], { out, err, env: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

const json = async (line: string) => JSON.parse((await run(`${line} --json`)).out);

describe('status', () => {
  test('says what is open, how it is protected, and why nothing trades', async () => {
    const { code, out, err } = await run('status');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('desk main, embedded');
    expect(out).toContain('2026-01-05 04:07 UTC');
    expect(out).toMatch(/HOLDUSDT\s+long FORCED\s+\$1,998\.00 .* 2 live/);
    expect(out).toContain('there is no signal this minute');
    expect(out).not.toContain('Wants attention');
  });

  test('as JSON has the same facts as numbers', async () => {
    const view = await json('status');
    expect(view).toMatchObject({ desk: 'main', mode: 'embedded', state: 'active', troubles: [] });
    expect(view.monitoredMinute).toBe(new Date(LAST_MINUTE).toISOString());
    expect(view.positions).toHaveLength(1);
    expect(view.positions[0]).toMatchObject({ symbol: 'HOLDUSDT', source: 'forced', stopsLive: 2 });
    expect(view.positions[0].ifStoppedUsd).toBeCloseTo(-60.93, 1);
  });
});

describe('models', () => {
  afterEach(() => rmSync(modelsFolder(state), { recursive: true, force: true }));

  test('of a desk without any are one clear line', async () => {
    const { code, out, err } = await run('models');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      'desk main: models for the market simple at 2026-01-05 04:07 UTC\nIt has no models',
    );
    expect(out).toMatch(/^RL policy +version 1, no say: there is no policy/m);
  });

  test('are those of the state folder, judged by the desk’s own market and time', async () => {
    writeModels(modelsFolder(state), [plantedModel({ market: 'synthetic', at: epochMs(LAST_MINUTE) })]);
    const { code, out } = await run('models');
    expect(code).toBe(0);
    expect(out).toMatch(/^xgboost-planted +champion .* no vote$/m);
    expect(out).toContain('not licensed: it was trained on synthetic, the desk trades simple');
    expect((await json('models --days 3')).weights).toHaveLength(3);
    expect((await run('models what-if')).out).toContain('xgboost-planted');
  });

  test('whose roster is none are one line, exit code 2', async () => {
    mkdirSync(modelsFolder(state));
    writeFileSync(join(modelsFolder(state), 'roster.json'), '{"for');
    const { code, out, err } = await run('models');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('the roster of the models is not JSON: truncated, or another file\n');
  });
});

describe('explain', () => {
  test('an open position: the cut that made it small comes first, then every step', async () => {
    const { code, out } = await run('explain hold');
    expect(code).toBe(0);
    const [title, ...rest] = out.split('\n');
    expect(title).toBe('HOLDUSDT-20260105T0400 long FORCED, embedded: protected');
    expect(rest.join(' ')).toContain(
      "$6,000.00 planned, $1,998.00 executed: Risk Guard's per-symbol cap took most, $3,000.00 (risk/symbol-notional-usd-max v1).",
    );
    expect(out).toMatch(/Risk Guard: per-symbol cap\s+\$5,000\.00\s+\$2,000\.00/);
    expect(out).toContain('A later signal was not taken at 2026-01-05 04:05');
    expect(out).toMatch(/executed \/ planned\s+0\.333/);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('a closed position by its id, with its fills and its result', async () => {
    const { out } = await run('explain STOPUSDT-20260105T0400');
    expect(out).toContain('closed after');
    expect(out).toMatch(/stop-loss\s+19\.978/);
    expect(out).toMatch(/net\s+-\$6\d\.\d\d \(-1\.0R\)/);
  });

  test('as JSON holds position, trace, plan and the three ratios', async () => {
    const view = await json('explain STOPUSDT');
    expect(view.kind).toBe('position');
    expect(view.ratios.executedOfPlanned).toBeCloseTo(0.333, 3);
    expect(view.ratios.intendedOfPlanned).toBe(1);
    expect(view.ratios.executedOfIntended).toBeCloseTo(0.333, 3);
    expect(view.position.trace.some((step: { step: string }) => step.step === 'per-symbol cap')).toBe(true);
    expect(view.laterNotTaken).toMatchObject({ code: 'protected-symbol' });
  });

  test.each([
    ['explain IDLEUSDT', /^IDLEUSDT: no position, and no trade refused/],
    ['explain FROGUSDT', /^FROGUSDT: the desk knows no such market/],
    ['explain HOLDUSDT-20260105T0401', /did you mean HOLDUSDT-20260105T0400\?/],
  ])('%s is one line, exit code 2', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('profit', () => {
  test('says where the planned profit went, and that the day has no result before it is over', async () => {
    const { code, out } = await run('profit');
    expect(code).toBe(0);
    expect(out).toContain('desk main: profit of 2025-12-30 to 2026-01-05');
    expect(out).toContain('1 trade: +$');
    expect(out).toMatch(/^size\s+-\$/m);
    expect(out).toContain('No result yet of 2026-01-05');
  });

  test('as JSON holds the waterfall, whose parts sum to what was realised', async () => {
    const { waterfall, days, wins } = await json('profit --from 2026-01-05 --to 2026-01-05');
    const { plannedUsd, sizeUsd, exitsUsd, feesUsd, slippageUsd, fundingUsd, realisedUsd } = waterfall;
    expect(plannedUsd + sizeUsd + exitsUsd + feesUsd + slippageUsd + fundingUsd).toBeCloseTo(realisedUsd, 9);
    expect([days, wins]).toEqual([[], null]);
  });

  test.each([
    ['profit --from 2026-02-30', /^--from 2026-02-30: not a day; write 2025-05-01/],
    ['profit --to yesterday', /^--to yesterday: not a day/],
    ['profit --from 2026-01-06 --to 2026-01-05', /^--from 2026-01-06: lies after --to 2026-01-05/],
  ])('%s is one line, exit code 2', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
  });
});

describe('why-not', () => {
  test('a coin that is cooling down: every reason that holds, and the trade refused last', async () => {
    const view = await json('why-not stop');
    const blocking = view.checks.filter(({ blocks }: { blocks: boolean }) => blocks);
    expect(blocking.map(({ what }: { what: string }) => what)).toEqual(['universe', 'protections']);
    expect(view.verdict).toContain('volume-low');
    expect(view.lastNotTaken).toMatchObject({ code: 'protected-symbol', source: 'forced' });
  });

  test('a coin that is held', async () => {
    const { out } = await run('why-not HOLDUSDT');
    expect(out).toContain('position: HOLDUSDT-20260105T0400 is open already.');
  });
});

test('universe gives every coin its reason', async () => {
  const view = await json('universe');
  expect(view.coins).toHaveLength(3);
  expect(view.coins[0]).toMatchObject({ symbol: 'HOLDUSDT', in: false });
  expect(view.coins[0].because).toContain('volume-low');
});

describe('limits', () => {
  test('list marks what differs from the defaults', async () => {
    const { out } = await run('limits list');
    expect(out).toMatch(/sizing\/method\s+fixed-margin \*/);
    expect(out).toMatch(/risk\/daily-loss-usd-max\s+300 {3}/);
  });

  test('set checks, says before and after with the version, and history keeps both in market time', async () => {
    const { out } = await run('limits set risk/daily-loss-usd-max 600');
    expect(out).toContain('risk/daily-loss-usd-max: 300 → 600 (v2)');
    expect(await json('limits get risk/daily-loss-usd-max')).toMatchObject({ text: '600', version: 2 });
    const versions = await json('limits history risk/daily-loss-usd-max');
    expect(versions.map(({ text }: { text: string }) => text)).toEqual(['600', '300']);
    expect(versions[0].at).toBe('2026-01-05T04:08:00.000Z');
    expect((await run('limits set risk/daily-loss-usd-max 600')).out).toContain('nothing was written');
  });

  test.each([
    ['limits set risk/positions-mx 3', 'did you mean risk/positions-max?'],
    ['limits get positions', 'there is no such limit'],
    ['limits set risk/positions-max 41', '41 is outside 0 to 40 (positions)'],
    ['limits set risk/positions-max many', 'is not a plain whole number'],
    ['limits set plan/stop-fraction-min 0.05', 'is above plan/stop-fraction-max'],
    ['limits lsit', 'did you mean list?'],
    ['limits', 'say what, one of list, get, set, history'],
    ['limits set risk/positions-max', "missing required argument 'VALUE'"],
  ])('%s changes nothing and says one line', async (line, said) => {
    const before = await json('limits list');
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(await json('limits list')).toEqual(before);
  });
});

describe('doctor', () => {
  test('examines the limits and the equity of the desk it finds', async () => {
    const x = await json('doctor');
    expect(x.limits).toBe('limits of desk main');
    expect(x.equitySource).toBe('venue');
    expect(x.plannedUsd).toBe(6000);
  });

  test('examines a profile at an equity that is given, and says what the real one is', async () => {
    const x = await json('doctor --profile math-ai --equity 15000 --cycles 10');
    expect([x.plannedUsd, x.allowedUsd]).toEqual([900, 900]);
    expect(x.profit.rows[1].dayNetUsd).toBeCloseTo(351, 6);
    expect(x.findings.map(({ code }: { code: string }) => code)).toContain('equity-assumed');
  });

  test('ends with 1 when a what-if closes entries, and writes nothing', async () => {
    const before = await json('limits list');
    const { code, out } = await run('doctor --set risk/daily-loss-usd-max=5');
    expect(code).toBe(1);
    expect(out).toMatch(/^ERROR .*no entry can be reserved/m);
    expect(out).toContain('1 error: entries stay closed');
    expect(await json('limits list')).toEqual(before);
  });

  test('as text fits 80 columns and shows step by step what binds', async () => {
    const { out } = await run('doctor --profile high-leverage --equity 10000');
    expect(out).toContain('$6,000.00 planned, $2,000.00 let through (33.3 %)');
    expect(out).toContain('$1,592.36');
    expect(out).toMatch(/Risk Guard: per-symbol cap\s+\$5,000\.00\s+\$2,000\.00/);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([
    ['doctor --profile mathai', 'choose math-ai or high-leverage'],
    ['doctor --set risk/positions-mx=3', 'did you mean risk/positions-max?'],
    ['doctor --set risk/positions-max=99', 'is outside 0 to 40'],
    ['doctor --set risk/positions-max', 'write it as name=value'],
    ['doctor --equity none', 'give a number from 1'],
  ])('%s is refused in one line', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('where the desk is', () => {
  test.each(['status', 'explain SOL', 'limits list', 'doctor'])('%s without a desk says so', async line => {
    const folder = emptyFolder();
    const { code, err } = await run(line, folder);
    expect(code).toBe(2);
    expect(err).toBe(`no desk in ${folder} yet: run npm start, or give --state DIR\n`);
    removeFolder(folder);
  });

  test('a folder holds one desk, and another is not found in it', async () => {
    expect((await run('status --desk second')).err).toContain('holds the desk main');
    expect((await run('status --desk main')).code).toBe(0);
  });

  test('a running desk is asked through its own stores, which hold the files', async () => {
    const [dynamo, parameters] = await Promise.all([
      startDynamo({ stateFolder: state }),
      startParameterStore({ stateFolder: state }),
    ]);
    const servers = {
      pid: process.pid,
      dynamodb: dynamo.url,
      parameters: parameters.url,
      exchange: dynamo.url,
    };
    writeFileSync(join(state, 'servers.json'), JSON.stringify(servers));
    const { code, out } = await run('status');
    await Promise.all([dynamo.close(), parameters.close()]);
    expect(code).toBe(0);
    expect(out).toContain('HOLDUSDT');
  });

  test('what a killed desk left in servers.json is not believed', async () => {
    const servers = { pid: process.pid, dynamodb: 'http://127.0.0.1:9', parameters: 'http://127.0.0.1:9' };
    writeFileSync(join(state, 'servers.json'), JSON.stringify(servers));
    expect((await run('status')).code).toBe(0);
    writeFileSync(join(state, 'servers.json'), '{"pid":');
    expect((await run('status')).code).toBe(0);
  });

  test('files that another process holds are told in one line', async () => {
    const dynamo = await startDynamo({ stateFolder: state });
    const { code, err } = await run('status');
    await dynamo.close();
    expect(code).toBe(2);
    expect(err).toContain('is in use by another process');
  });
});

describe('what nobody meant', () => {
  test.each([
    ['stauts', 'Did you mean status?'],
    ['status --jsn', "unknown option '--jsn'"],
    ['explain', "missing required argument 'ID|SYMBOL'"],
    ['status now', 'too many arguments'],
  ])('%s is one line, exit code 2', async (line, said) => {
    const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    expect(await runCommand(line.split(' '), { out, err, env: {} })).toBe(2);
    const text = String(err.read());
    expect(text).toContain(said);
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(out.read()).toBeNull();
  });

  test('no command at all shows the commands', async () => {
    const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
    expect(await runCommand([], { out, err, env: {} })).toBe(0);
    expect(String(out.read())).toMatch(/why-not .*SYMBOL/);
  });
});
