import type { Watch } from '../judge.ts';

/** The world's failures end a tick; anything else that is thrown out of one is a bug. */
export const watchBugs: Watch = (_world, expect) => step => {
  if (step.type === 'ended') expect('no bug is thrown', true, () => '');
  if (step.type !== 'bug') return;
  const { error, tick } = step;
  const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
  expect('no bug is thrown', false, () => `${tick.actor} threw ${because}`);
};
