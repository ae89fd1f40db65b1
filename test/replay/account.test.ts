import { expect, test } from 'vitest';
import { type Minute, price } from '../../lib/desk/units.ts';
import { AccountCourse } from '../../lib/replay/account.ts';

const at = (minutes: number) => (minutes * 60_000) as Minute;
const told = (course: AccountCourse, rows: readonly (readonly [minutes: number, equityUsd: number])[]) => {
  for (const [minutes, equityUsd] of rows) course.at(at(minutes), equityUsd, [], () => price(1));
};

test('an hour has its last equity and its lowest, and one in which nothing was told what stood before it', () => {
  const course = new AccountCourse(at(0));
  told(course, [
    [0, 1_000],
    [20, 980],
    [50, 1_010],
  ]);
  course.end(at(330));
  expect(
    course.points.map(({ at: instant, equityUsd, lowUsd }) => [instant / 60_000, equityUsd, lowUsd]),
  ).toEqual([
    [0, 1_000, 1_000],
    [60, 1_010, 980],
    [120, 1_010, 1_010],
    [180, 1_010, 1_010],
    [240, 1_010, 1_010],
    [300, 1_010, 1_010],
    [330, 1_010, 1_010],
  ]);
});
