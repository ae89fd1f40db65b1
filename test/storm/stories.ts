import type { Patch } from '../../lib/storm/bundle.ts';
import type { Story } from '../../lib/storm/story.ts';
import { CALLS } from './stories/calls.ts';
import { HANDS } from './stories/hands.ts';
import { KEEPERS } from './stories/keepers.ts';
import { LATE } from './stories/late.ts';

/** A story that broke an invariant once, as short as it could be found; and what was mended for it, taken out again. */
export interface Regression {
  readonly name: string;
  readonly without: Patch | readonly Patch[];
  readonly story: Story;
}

export const REGRESSIONS: readonly Regression[] = [...CALLS, ...HANDS, ...KEEPERS, ...LATE];
