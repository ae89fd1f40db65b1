import { describe, expect, test } from 'vitest';
import { stormCommand } from '../../lib/storm/command.ts';

async function ran(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await stormCommand(args, {
    out: line => void out.push(line),
    err: line => void err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('npm run storm', () => {
  test('tells the seeds it is asked for and counts what struck and what was checked', async () => {
    const { code, out, err } = await ran('--seeds', '1', '--seed', '3', '--threads', '2');
    expect(code).toBe(0);
    expect(err).toContain('seeds 3 to 3, 1 day each, 2 threads');
    for (const line of ['1 seed-day in', 'what struck', 'order: HTTP 418', 'every position is protected'])
      expect(out).toContain(line);
    expect(out).toContain('every invariant held');
  });

  test.each([
    [
      ['--seeds', 'many'],
      "option '--seeds <N>' argument 'many' is invalid. a whole number from 1 to 1000000 is wanted",
    ],
    [['--days', '0'], 'a whole number from 1 to 30 is wanted'],
    [['--sees', '3'], "unknown option '--sees'"],
    [['twenty'], 'too many arguments'],
  ])('%j is refused in one line, with exit code 2', async (args, line) => {
    const { code, out, err } = await ran(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(line);
    expect(err).toContain('See npm run storm -- --help');
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
