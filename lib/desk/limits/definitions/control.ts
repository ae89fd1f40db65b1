import { type EpochMs, epochMs } from '../../units.ts';
import { choice, written } from '../definition.ts';
import { FLATTEN_PATTERN, type FlattenWord, formatFlatten, parseFlatten } from '../flatten.ts';
import { instantOf, instantText } from '../instant.ts';

/** What a person says to the desk as a whole. */
export const CONTROL_LIMITS = {
  'control/state': choice({
    of: ['active', 'reducing', 'halted'],
    default: 'active',
    description:
      'active: entries and exits. reducing: no entries, exits as ever. halted: the same, and control/halt-flatten applies.',
  }),
  'control/halt-flatten': choice({
    of: ['no', 'yes'],
    default: 'no',
    description:
      'Whether a halt closes the open positions at market, or leaves them to their stops and targets.',
  }),
  'control/resume': written<EpochMs>({
    default: epochMs(0),
    unit: 'an instant, such as 2026-01-31T12:00:00Z, or never',
    description: 'A drawdown halt ends when this instant lies after it. Write the time of your decision.',
    pattern: '^(never|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)$',
    format: at => (at === 0 ? 'never' : instantText(at)),
    parse: text => {
      if (text === 'never') return { value: epochMs(0) };
      const at = instantOf(text);
      return at === undefined ? { problem: `"${text}" is no date` } : { value: at };
    },
  }),
  'control/flatten': written<readonly FlattenWord[]>({
    default: [],
    unit: 'a symbol or all, and an instant, such as SOLUSDT@2026-01-31T12:00:00Z; several by commas, or none',
    description:
      'What was opened before the instant is closed at market; no signal older than it is followed. Halts nothing.',
    pattern: FLATTEN_PATTERN,
    format: formatFlatten,
    parse: parseFlatten,
  }),
  'control/foreign': choice({
    of: ['protect', 'ignore', 'flatten'],
    default: 'protect',
    description:
      'What is done about a position the desk did not open. protect: it gets a stop if it has none. ignore: nothing. flatten: it is closed at market.',
  }),
};
