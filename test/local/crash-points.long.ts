import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../lib/desk/units.ts';
import { type Common, common, type Lane, openLane } from '../kit/crash/lane.ts';
import { pageOf } from '../kit/crash/page.ts';
import { SCENARIOS } from '../kit/crash/scenarios.ts';
import { type Chapter, chapterOf } from '../kit/crash/table.ts';

/** So many cases side by side: each waits for a process most of the time. */
const LANES = 3;

/** `npm run crash-points` kills at each of 291 calls; `npm run test:long` at a third of them, on the next day at the next third. */
const THIRDS = 3;
const isWhole = process.env.CRASH_POINTS === 'all';
const third = Math.floor(Date.now() / DAY_MS) % THIRDS;
const wanted = (kill: number): boolean => isWhole || kill % THIRDS === third;
const which = isWhole ? 'any of its calls' : `any of its calls (third ${third + 1} of ${THIRDS})`;

describe(`a process that is killed at ${which}`, () => {
  const chapters: Chapter[] = [];
  const tried = new Set<string>();
  let shared: (Common & { close(): void }) | undefined;
  let lanes: readonly Lane[] = [];

  beforeAll(async () => {
    const found = await common();
    shared = found;
    lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(found)));
  });
  afterAll(async () => {
    await Promise.all(lanes.map(lane => lane.close()));
    shared?.close();
  });

  test.each(SCENARIOS)('I11 $says', async scenario => {
    const chapter = await chapterOf(scenario, lanes, tried, wanted);
    chapters.push(chapter);
    const { usual, usualMinutes, crashes } = chapter;
    const made = usual.calls.filter(({ role }) => scenario.functions.includes(role)).map(({ name }) => name);
    for (const call of scenario.reaches) expect(made.join('\n')).toContain(call);
    expect(usualMinutes).toBeDefined();
    expect(crashes.filter(({ played }) => !played.killed)).toEqual([]);
    const most = (usualMinutes ?? 0) + 1;
    const late = crashes.filter(({ minutes = Number.POSITIVE_INFINITY }) => minutes > most);
    expect(late.map(({ at, played }) => ({ at, broken: played.after.map(each => each.broken) }))).toEqual([]);
    const bare = crashes.filter(({ played }) => played.unprotectedMinutes > 1);
    expect(bare.map(({ at }) => at)).toEqual([]);
  });

  test.runIf(isWhole)(
    'is what docs/crash-points.md tells (of all of them: npm run crash-points)',
    async () => {
      expect(chapters).toHaveLength(SCENARIOS.length);
      await expect(pageOf(chapters)).toMatchFileSnapshot('../../docs/crash-points.md');
    },
  );
});
