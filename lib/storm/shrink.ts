import { MINUTE_MS } from '../desk/units.ts';
import type { Failure } from './judge.ts';
import { STORY_STARTS_AT } from './market.ts';
import { type Told, tell } from './storm.ts';
import type { Story, StoryEvent } from './story.ts';

/** Tellings that the search for a shorter story may take, and minutes told in all of them: a minute or two of work. */
const TELLINGS_MAX = 400;
const TOLD_MINUTES_MAX = 150_000;
/** Most failures need no more of what came before them than this; a story of minutes is told in no time. */
const MINUTES_BEFORE = [20, 90, 360] as const;

/** A desk that is started so many minutes before the first event knows its coins when it comes. */
const LEAD_IN_MINUTES = 3;

export interface Shrunk {
  readonly story: Story;
  readonly told: Told;
  /** How many events there were to leave out. */
  readonly from: number;
}

/**
 * The shortest story that can be found in which the same invariant breaks: what comes after the failure is cut off,
 * then events are left out by halves, by quarters and so on to one by one, as long as the failure stays.
 */
export async function shrink(story: Story, failure: Failure): Promise<Shrunk> {
  let left = TELLINGS_MAX;
  let minutesLeft = TOLD_MINUTES_MAX;
  const failsWith = async (candidate: Story): Promise<Told | undefined> => {
    if (left <= 0 || minutesLeft <= 0) return undefined;
    left -= 1;
    minutesLeft -= candidate.minutes - (candidate.from ?? 0);
    const told = await tell(candidate);
    return told.failure?.invariant === failure.invariant ? told : undefined;
  };
  let best = cut(story, failure);
  const whole = await failsWith(best);
  if (whole?.failure === undefined)
    throw new Error(`the story of seed ${story.seed} does not fail when it is told again`);
  let last: Failure = whole.failure;
  for (const minutes of MINUTES_BEFORE) {
    const late = startedAt(best, best.minutes - minutes);
    const told = best.from === undefined ? await failsWith(late) : undefined;
    if (told?.failure === undefined) continue;
    last = told.failure;
    best = cut(late, last);
  }
  for (
    let size = Math.ceil(best.events.length / 2);
    size >= 1 && left > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < best.events.length && left > 0; ) {
      const events = [...best.events.slice(0, from), ...best.events.slice(from + size)];
      const told = await failsWith({ ...best, events });
      if (told?.failure === undefined) from += size;
      else {
        last = told.failure;
        best = cut({ ...best, events }, last);
      }
    }
  }
  for (const name of Object.keys(best.limits)) {
    const { [name]: _, ...limits } = best.limits;
    const told = await failsWith({ ...best, limits });
    if (told?.failure !== undefined) best = { ...best, limits };
  }
  const first = Math.floor(Math.min(...best.events.map(({ at }) => at)));
  const late = startedAt(best, Math.max(best.from ?? 0, first - LEAD_IN_MINUTES));
  if ((await failsWith(late)) !== undefined) best = late;
  return { story: best, told: await tell(best, { tells: true }), from: story.events.length };
}

/** The story of a desk that is started so late; what is over by then is left out. */
function startedAt(story: Story, minute: number): Story {
  const from = Math.max(0, minute);
  const isLeft = (event: StoryEvent) =>
    event.type === 'market' || ('until' in event ? event.until : event.at) >= from;
  return { ...story, from, events: story.events.filter(isLeft) };
}

/** The story up to its failure. */
function cut(story: Story, { at }: Failure): Story {
  const end = (at - STORY_STARTS_AT) / MINUTE_MS;
  const isBefore = (event: StoryEvent) => event.at <= end + (event.type === 'market' ? 1_440 : 0);
  return { ...story, minutes: Math.floor(end) + 1, events: story.events.filter(isBefore) };
}
