import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../lib/adapters/memory/store.ts';
import { DAY_MS, epochMs, fraction, HOUR_MS, minutesAfter } from '../../../lib/desk/units.ts';
import { PLAIN } from '../../../lib/local/terminal/paint.ts';
import { noting, readRoster, seatAt, withSeat, writeRoster } from '../../../lib/models/roster.ts';
import type { StoredModel } from '../../../lib/models/stored.ts';
import { type DeskModelsView, deskModels, deskWhatIf } from '../../../lib/operator/commands/desk-models.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import type { ModelStore } from '../../../lib/ports.ts';
import { leased } from '../../contract/book-kit.ts';
import { aBook, NOW } from '../../kit/builders.ts';
import { modelStoreOf } from '../../kit/model-stores.ts';
import { type Planted, plantedModel } from '../../kit/planted-model.ts';
import { aPolicy } from '../../models/policy/kit.ts';

const SCREEN = { width: 100, paint: PLAIN };
const TODAY = epochMs(Date.UTC(2026, 0, 5));

const model = (version: string, changes: Partial<Planted> = {}) =>
  plantedModel({
    market: 'synthetic',
    at: epochMs(NOW - 12 * HOUR_MS),
    ...changes,
    manifest: { version, ...changes.manifest },
  });

/** A desk at half past two with these models; xgboost and lightgbm have voted yesterday and today. */
async function aDesk(models: readonly StoredModel[], options: { readonly minute?: boolean } = {}) {
  const store = memoryStore();
  if (options.minute !== false) {
    await store.saveBook(aBook({ monitoredMinute: NOW }), await leased(store, 'monitor', NOW));
    await store.savePolicy(aPolicy(150), await leased(store, 'close', NOW));
  }
  const connection = {
    desk: 'main',
    reader: store,
    limits: { list: async () => [] },
    models: { store: modelStoreOf(models), market: 'synthetic' },
  };
  return { store, connection: connection as unknown as Connection };
}

const textOf = async (connection: Connection, days?: number) =>
  (await deskModels(connection, days)).lines(SCREEN);

/** Puts a change on a seat of the roster. */
async function change({ roster }: ModelStore, at: number, version: string, because: string) {
  const before = await roster.read();
  const given = readRoster(before ?? '');
  const seat = noting(seatAt(given, 'xgboost'), epochMs(at), { version, what: 'promoted', because });
  await roster.write(writeRoster(withSeat(given, seat)), before);
}

describe('the models of a desk', () => {
  const [strong, weak] = [model('xgboost-strong'), model('xgboost-brought', { role: 'challenger' })];
  const before = model('xgboost-before', { role: 'previous', rate: 0.6 });

  test('are shown at a glance, each with its share of the vote or the reason why it has none', async () => {
    const { connection, store } = await aDesk([strong, before, weak]);
    const votes = { type: 'votes', licensed: true, coins: [] } as const;
    for (const at of [minutesAfter(NOW, 0), minutesAfter(NOW, -15 * 60)]) {
      const word = { kind: 'xgboost', version: 'xgboost-strong', licensed: true, weight: fraction(1) };
      await store.write(at, 'entry', [
        { ...votes, at, minute: at, role: 'entry', mode: 'embedded', models: [word] },
      ]);
    }
    await change(connection.models.store, NOW - HOUR_MS, 'xgboost-strong', 'it was better on 12 days');
    await change(connection.models.store, NOW - 9 * DAY_MS, 'xgboost-before', 'the seat was empty');
    const lines = await textOf(connection);
    expect(lines.slice(0, 12)).toEqual([
      'desk main: models for the market synthetic at 2026-01-05 14:30 UTC',
      '',
      'model           seat       age     n   won (90 % interval) to beat    gain  weight',
      'xgboost-strong  champion   0 d 2,400 65.0 % (65.0 to 65.0)  50.0 % +0.0439   100 %',
      'xgboost-before  previous   0 d 2,400 60.0 % (60.0 to 60.0)  50.0 % +0.0192 no vote',
      'xgboost-brought challenger 0 d 2,400 65.0 % (65.0 to 65.0)  50.0 % +0.0439 no vote',
      'lightgbm        vacant',
      'nhits           vacant',
      'patchtst        vacant',
      'won: of n resolved predictions as sure as 0.55; gain: log loss below the base rate’s, in nats;',
      'weight: share of the vote',
      '',
    ]);
    const text = lines.join('\n');
    expect(text).toMatch(/^xgboost-strong\nvote +licensed, 100 % of the vote\nlog loss .*\nwhen we know /m);
    expect(text).toContain('not licensed: it was the champion before, and predicts in shadow');
    expect(text).toContain('not licensed: it predicts in shadow and has not been promoted');
    expect(text).toMatch(
      /^RL policy {2}version 1, licensed, has learnt from 150 trades; allowed x0.75 to x1.25$/m,
    );
    expect(text).toMatch(
      /^weight at the last votes of xgboost lightgbm nhits patchtst\n2026-01-05 14:30 +100 % {8}- {5}- {8}-\n2026-01-04 23:30 +100 %/m,
    );
    expect(text).toMatch(/^2026-01-05 13:30 {2}xgboost-strong promoted: it was better on 12 days$/m);
    expect(text).not.toContain('the seat was empty');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('as JSON hold all of it, as far back as was asked for', async () => {
    const { connection } = await aDesk([strong]);
    await change(connection.models.store, NOW - 9 * DAY_MS, 'xgboost-strong', 'the seat was empty');
    const { json, exitCode } = await deskModels(connection, 10);
    const view = json as DeskModelsView;
    expect(exitCode).toBe(0);
    expect(view).toMatchObject({
      desk: 'main',
      market: 'synthetic',
      at: '2026-01-05T14:30:00.000Z',
      models: [
        { state: 'trained', role: 'champion', weight: 1, because: null, licence: { licensed: true } },
        { kind: 'lightgbm', state: 'untrained' },
        { kind: 'nhits', state: 'untrained' },
        { kind: 'patchtst', state: 'untrained' },
      ],
      policy: { version: 1, licensed: true, n: 150, multiplierMin: 0.75, multiplierMax: 1.25, applied: null },
      changes: [{ kind: 'xgboost', version: 'xgboost-strong', what: 'promoted' }],
    });
    expect(view.weights).toHaveLength(10);
    expect(view.weights[9]).toMatchObject({ day: TODAY - 9 * DAY_MS, at: null });
  });

  test('are judged by the desk’s own market and time', async () => {
    const elsewhere = model('xgboost-real', { market: 'binance-usdm' });
    expect((await textOf((await aDesk([elsewhere])).connection)).join(' ')).toContain(
      'not licensed: it was trained on binance-usdm, the desk trades synthetic',
    );
    const old = model('xgboost-old', { at: epochMs(NOW - 49 * HOUR_MS) });
    expect((await textOf((await aDesk([old])).connection)).join(' ')).toContain(
      'not licensed: it was last revalidated 2026-01-03 13:30; it must be within 48 h',
    );
  });

  test('that cannot be used are shown as such, and end the command with 1', async () => {
    const { connection } = await aDesk([{ ...strong, file: new Uint8Array([1]) }]);
    const answer = await deskModels(connection);
    expect(answer.exitCode).toBe(1);
    expect(answer.lines(SCREEN).join('\n')).toMatch(
      /^xgboost-strong: cannot be used, so it has no vote: the file's checksum is/m,
    );
  });

  test('that are none are one clear line, beside that of the policy', async () => {
    const { connection } = await aDesk([]);
    expect(await textOf(connection)).toEqual([
      'desk main: models for the market synthetic at 2026-01-05 14:30 UTC',
      'It has no models, so nothing votes: none of the four kinds has been trained.',
      '',
      'RL policy  version 1, licensed, has learnt from 150 trades; allowed x0.75 to x1.25',
    ]);
  });

  test('of a desk that has not finished a minute are told without its time', async () => {
    const { connection } = await aDesk([strong], { minute: false });
    const lines = await textOf(connection);
    expect(lines[0]).toBe('desk main: models for the market synthetic');
    expect(lines.at(-1)).toBe('RL policy  the desk has not finished a minute yet');
  });

  test('are asked what each threshold would have brought', async () => {
    const { connection } = await aDesk([strong]);
    expect((await deskWhatIf(connection)).json).toEqual({
      desk: 'main',
      models: [{ kind: 'xgboost', version: 'xgboost-strong', thresholds: [] }],
    });
  });
});
