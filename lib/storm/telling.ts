import { STORY_STARTS_AT } from './market.ts';
import type { Shrunk } from './shrink.ts';
import type { StoryEvent } from './story.ts';
import { clock } from './teller.ts';

/** One event of a story, as a line. */
export function sentenceOf(event: StoryEvent): string {
  const at = clock(STORY_STARTS_AT + event.at * 60_000);
  switch (event.type) {
    case 'signal':
      return `${at}  a ${event.source} signal to go ${event.side} in ${event.symbol}, confidence ${event.confidence}`;
    case 'call':
      return `${at}  ${event.actor}, call ${event.nth + 1} of ${event.port}.${event.method}${
        event.delivery === 0 ? '' : ` (delivery ${event.delivery + 1})`
      }: ${event.fault}`;
    case 'tick':
      return `${at}  ${event.actor}'s tick is ${event.what}${event.seconds > 0 ? ` (${event.seconds} s)` : ''}`;
    case 'outage':
      return `${at}  ${event.what} until ${clock(STORY_STARTS_AT + event.until * 60_000)}`;
    case 'edit':
      return `${at}  a person sets ${event.name} to ${event.text} until ${clock(STORY_STARTS_AT + event.until * 60_000)}`;
    case 'hand':
      return `${at}  a person ${event.what}`;
    case 'market':
      return `${at}  ${event.symbol}: ${event.what}${event.size === 0 ? '' : ` ${event.size}`}`;
    default:
      return event satisfies never;
  }
}

/** A failure told: what broke, the shortest story that was found, its last steps, and the story as data for a test. */
export function telling({ story, told, from }: Shrunk, days: number): string {
  const { failure } = told;
  const head = failure === undefined ? 'nothing broke' : `${failure.invariant}: ${failure.because}`;
  return [
    `seed ${story.seed}, ${story.accountKind}: ${head}`,
    `again: npm run storm -- --seed ${story.seed} --seeds 1${days > 1 ? ` --days ${days}` : ''}`,
    `the story, ${story.events.length} of ${from} events:`,
    ...story.events.map(event => `  ${sentenceOf(event)}`),
    'its last steps:',
    ...told.lines.slice(-25).map(line => `  ${line}`),
    'as data for test/storm/stories.ts:',
    JSON.stringify(story),
  ].join('\n');
}
