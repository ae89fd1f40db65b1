import type { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { stackOf } from './synthesised.ts';

const live = (name: string) => ({ name, mode: 'live', live: { confirmedAccount: '12345678' } });
const onFargate = { learnOn: 'fargate' };
const emails = {
  alarmEmail: 'alarms@example.com',
  pageEmail: 'pages@example.com',
  reportEmail: 'reports@example.com',
};

/** Every shape that the stack can have: each mode, each way to learn, with people to write to, and several desks. */
export const SHAPES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  paper: { desks: [{ name: 'main', mode: 'paper' }] },
  'paper without learning': { desks: [{ name: 'main', mode: 'paper', learn: [] }] },
  'paper with e-mails': { desks: [{ name: 'main', mode: 'paper' }], ...emails },
  'paper, learning on Fargate': { desks: [{ name: 'main', mode: 'paper', ...onFargate }] },
  demo: { desks: [{ name: 'main', mode: 'demo' }] },
  live: { desks: [live('main')] },
  'live, learning on Fargate': { desks: [{ ...live('main'), ...onFargate }] },
  'one desk of each mode, on Fargate': {
    desks: [
      { name: 'main', mode: 'paper', ...onFargate },
      { name: 'other', mode: 'demo', ...onFargate },
      { ...live('real'), ...onFargate },
    ],
    ...emails,
  },
  'five desks': { desks: ['a', 'b', 'c', 'd', 'e'].map(name => ({ name, mode: 'demo' })) },
};

export const SHAPE_NAMES: readonly string[] = Object.keys(SHAPES);

const built = new Map<string, PerpdeskStack>();

/** The stack of a shape, built once; nobody may change it. */
export function shaped(name: string): PerpdeskStack {
  const known = built.get(name);
  if (known !== undefined) return known;
  const context = SHAPES[name];
  if (context === undefined) throw new Error(`no shape is named ${name}`);
  const stack = stackOf(context);
  built.set(name, stack);
  return stack;
}
