import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsClientSettings } from '../../lib/adapters/aws-client.ts';
import { modelFolder } from '../../lib/adapters/model-folder.ts';
import { ssmLimitEditor } from '../../lib/adapters/ssm/limit-editor.ts';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, minutesAfter } from '../../lib/desk/units.ts';
import { PLAIN } from '../../lib/local/terminal/paint.ts';
import { bytesOf, digestOf } from '../../lib/models/digest.ts';
import { MODEL_KINDS, type ModelKind } from '../../lib/models/ensemble.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { readManifest, writeManifest } from '../../lib/models/manifest.ts';
import { EMPTY_ROSTER, type Roster, readRoster, seatAt } from '../../lib/models/roster.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import { lightgbmBoosterOf } from '../../lib/models/trees/booster-lightgbm.ts';
import { writeLightgbmText } from '../../lib/models/trees/write-lightgbm.ts';
import { type DeskModelsView, deskModels } from '../../lib/operator/commands/desk-models.ts';
import type { Connection } from '../../lib/operator/connection.ts';
import { runCommand } from '../../lib/operator/program.ts';
import { retrain } from '../../lib/retrain.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { wireLearningDesk } from '../../lib/wiring/aws.ts';
import { championFiles } from '../kit/champion-files.ts';
import { type Embedded, embedded } from '../kit/embedded.ts';
import { writeModels } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';

/**
 * Ten days of an embedded desk in accelerated time: its functions run in the first minute of each signal bar, over HTTP,
 * and the learning each night at ten past; the models lie in a folder. `xgboost` has a champion that follows the last hour
 * far too surely, and the model that ships is brought as its challenger. On the seat of `lightgbm` such a champion has taken
 * the place of one that says next to nothing, which is better.
 */

const NIGHTS = 10;
const market = syntheticMarket({ seed: 3, days: NIGHTS + 1 });
const START = market.startsAt;
const SHIPPED = resolve(import.meta.dirname, '../../models/synthetic');
const root = mkdtempSync(join(tmpdir(), 'perpdesk-seats-'));
const folder = join(root, 'models');

/** Nothing that it says is worth a trade: what happens on the seats is looked at here. */
const follower = (version: string, margin: number) =>
  plantedModel({ market: 'synthetic', at: epochMs(START), margin, netR: -0.1, manifest: { version } });

/** The same rule in LightGBM's format. */
function lightgbmFollower(version: string, margin: number, role: 'champion' | 'previous'): StoredModel {
  const booster = lightgbmBoosterOf(
    {
      featureCount: FEATURES.names.length,
      featureNames: FEATURES.names,
      ranges: new Float64Array(2 * FEATURES.names.length).fill(1).map((one, n) => (n % 2 === 0 ? -one : one)),
    },
    [
      {
        feature: [FEATURES.names.indexOf('return-4'), -1, -1],
        threshold: [0, 0, 0],
        left: [1, -1, -1],
        right: [2, -1, -1],
        defaultLeft: [true, false, false],
        zeroIsMissing: [false, false, false],
        value: [0, -margin, margin],
        gain: [1, 0, 0],
        cover: [2, 1, 1],
        count: [2, 1, 1],
        shrinkage: 1,
      },
    ],
  );
  const file = bytesOf(writeLightgbmText(booster));
  const own = { kind: 'lightgbm', version, checksum: digestOf(file) } as const;
  const manifest = writeManifest({ ...readManifest(follower(version, margin).manifest), ...own });
  return { kind: 'lightgbm', role, manifest, file };
}

/** The shipped model as whoever has made it elsewhere would bring it. */
async function bringShipped(): Promise<void> {
  const { manifest, file } = championFiles(SHIPPED);
  const { kind, schemaHash, market: name, calibration } = readManifest(manifest);
  const { slope, intercept } = calibration;
  const words = { kind, schemaHash, market: name, calibration: { slope, intercept } };
  const [model, beside] = [join(root, 'brought.json'), join(root, 'brought.manifest.json')];
  writeFileSync(model, file);
  writeFileSync(
    beside,
    JSON.stringify({ ...words, trainedFrom: START - 400 * DAY_MS, trainedTo: START - HOUR_MS }),
  );
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const day = new Date(START).toISOString().slice(0, 10);
  const line = ['models', 'import', model, '--manifest', beside, '--dir', folder, '--at', day];
  expect([await runCommand(line, { out, err, env: {} }), err.read()]).toEqual([0, null]);
}

let desk: Embedded;
let client: SSMClient;
/** The rosters as each night has left them, and what `models` then says. */
const rosters: Roster[] = [];
let shown: DeskModelsView;
let lines: readonly string[];

async function askModels() {
  const connection = {
    desk: 'test',
    reader: desk.reader,
    limits: ssmLimitEditor({ client, desk: 'test' }),
    models: { store: modelFolder(folder), market: 'synthetic' },
  };
  const answer = await deskModels(connection as unknown as Connection, NIGHTS + 1);
  shown = answer.json as DeskModelsView;
  lines = answer.lines({ width: 100, paint: PLAIN });
}

async function night(): Promise<void> {
  const clock = { now: () => epochMs(desk.exchange.engine.now), sleep: async () => {} };
  const learner = { ...(await wireLearningDesk(process.env, clock)), metrics: { emit: () => {} } };
  expect(await retrain(learner, desk.now())).toBe('done');
  rosters.push(readRoster((await modelFolder(folder).roster.read()) ?? ''));
}

beforeAll(async () => {
  mkdirSync(folder);
  writeModels(folder, [
    follower('xgboost-loud', 2),
    lightgbmFollower('lightgbm-loud', 2, 'champion'),
    lightgbmFollower('lightgbm-timid', 0.02, 'previous'),
  ]);
  await bringShipped();
  desk = await embedded({
    market,
    models: folder,
    marketName: 'synthetic',
    limits: { 'universe/size-max': '5' },
  });
  client = new SSMClient(awsClientSettings());
  const end = START + NIGHTS * DAY_MS + 30 * MINUTE_MS;
  while (desk.now() < end) {
    await desk.minute();
    if (desk.now() % DAY_MS === MINUTE_MS && desk.now() > START + DAY_MS) {
      await desk.sim('/sim/advance', { minutes: 9 });
      await night();
      await desk.sim('/sim/advance', { minutes: 5 });
    } else await desk.sim('/sim/advance', { minutes: 14 });
  }
  await askModels();
});
afterAll(async () => {
  client.destroy();
  await desk.close();
  rmSync(root, { recursive: true, force: true });
});

const SHIPPED_VERSION = championFiles(SHIPPED).held.version;
const seatOf = (roster: Roster | undefined, kind: ModelKind) => {
  const { champion, previous, challenger } = seatAt(roster ?? EMPTY_ROSTER, kind);
  return [champion, previous, challenger].map(held => held?.version);
};
const LAST_NIGHT = minutesAfter(START, NIGHTS * 1_440 + 10);

describe('the night after the tenth day', () => {
  test('promotes a challenger that has been better, no night before, and keeps the champion before', async () => {
    const before = ['xgboost-loud', undefined, SHIPPED_VERSION];
    const after = [SHIPPED_VERSION, 'xgboost-loud', undefined];
    expect(rosters.map(roster => seatOf(roster, 'xgboost'))).toEqual([
      ...Array.from({ length: NIGHTS - 1 }, () => before),
      after,
    ]);
    expect(await desk.records('seat')).toContainEqual({
      minute: LAST_NIGHT,
      role: 'retrain',
      mode: 'embedded',
      type: 'seat',
      kind: 'xgboost',
      version: SHIPPED_VERSION,
      what: 'promoted',
      because: expect.stringMatching(
        /^its log loss is 0\.\d+ below that of xgboost-loud on 10 days, at 95 % 0\.\d+ below$/,
      ),
    });
  });

  test('brings the champion before back where it was better than what followed it', async () => {
    const before = ['lightgbm-loud', 'lightgbm-timid', undefined];
    expect(rosters.map(roster => seatOf(roster, 'lightgbm'))).toEqual([
      ...Array.from({ length: NIGHTS - 1 }, () => before),
      ['lightgbm-timid', undefined, undefined],
    ]);
    expect(await desk.records('seat')).toContainEqual(
      expect.objectContaining({
        minute: LAST_NIGHT,
        kind: 'lightgbm',
        version: 'lightgbm-timid',
        what: 'rolled-back',
        because: expect.stringMatching(/below that of lightgbm-loud on 10 days, at 95 % 0\.\d+ below$/),
      }),
    );
  });

  test('is all that happened on the seats, and no function failed', async () => {
    expect(desk.failures).toEqual([]);
    expect(await desk.records('seat')).toHaveLength(2);
  });
});

describe('from then on', () => {
  test('the new champions stand in the votes, and the one that stepped down predicts in shadow', async () => {
    const votes = await desk.records('votes');
    const places = (at: number) =>
      votes.find(vote => vote.at === at)?.models.map(({ kind, version }) => [kind, version]);
    expect(places(LAST_NIGHT - 25 * MINUTE_MS)).toEqual([
      ['xgboost', 'xgboost-loud'],
      ['lightgbm', 'lightgbm-loud'],
      ['nhits', undefined],
      ['patchtst', undefined],
      ['xgboost', SHIPPED_VERSION],
      ['lightgbm', 'lightgbm-timid'],
    ]);
    expect(places(LAST_NIGHT + 5 * MINUTE_MS)).toEqual([
      ['xgboost', SHIPPED_VERSION],
      ['lightgbm', 'lightgbm-timid'],
      ['nhits', undefined],
      ['patchtst', undefined],
      ['xgboost', 'xgboost-loud'],
    ]);
  });

  test('models shows who holds which seat, with a record of the desk’s own days, and why', () => {
    expect(shown.models.map(view => ('role' in view ? [view.role, versionOf(view)] : [view.kind]))).toEqual([
      ['champion', SHIPPED_VERSION],
      ['previous', 'xgboost-loud'],
      ['champion', 'lightgbm-timid'],
      ['nhits'],
      ['patchtst'],
    ]);
    const [champion] = shown.models;
    if (champion?.state !== 'trained') throw new Error('it cannot be used');
    expect(champion.licence.standing.days).toBeGreaterThanOrEqual(10);
    expect(champion.licence.standing.gain.value).toBeGreaterThan(0);
    expect(champion.since).toBe(LAST_NIGHT);
    expect(shown.changes.map(({ kind, what, at }) => [kind, what, at])).toEqual([
      ['xgboost', 'promoted', LAST_NIGHT],
      ['lightgbm', 'rolled-back', LAST_NIGHT],
      ['xgboost', 'entered', START],
    ]);
    const text = lines.join('\n');
    expect(text).toMatch(new RegExp(`^${SHIPPED_VERSION} +champion +\\d+ d `, 'm'));
    expect(text).toMatch(/^2026-01-15 00:10 {2}lightgbm-timid came back: its log loss is /m);
  });

  test('and what each day’s vote weighed, one night by another champion than the last', () => {
    const versions = shown.weights.map(({ weights }) => [weights.xgboost.version, weights.lightgbm.version]);
    expect(versions).toEqual([
      [SHIPPED_VERSION, 'lightgbm-timid'],
      ...Array.from({ length: NIGHTS }, () => ['xgboost-loud', 'lightgbm-loud']),
    ]);
    const sums = shown.weights.map(({ weights }) =>
      MODEL_KINDS.reduce((sum, kind) => sum + (weights[kind].weight ?? 0), 0),
    );
    expect(sums.every(sum => sum === 0 || Math.abs(sum - 1) < 1e-4)).toBe(true);
  });
});

const versionOf = (view: DeskModelsView['models'][number]): string | undefined =>
  view.state === 'trained' ? view.manifest.version : undefined;
