import type { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { stackOf } from './synthesised.ts';

const live = (name: string) => ({ name, mode: 'live', live: { confirmedAccount: '12345678' } });
const onFargate = { learnOn: 'fargate' };
const emails = {
  alarmEmail: 'alarms@example.com',
  pageEmail: 'pages@example.com',
  reportEmail: 'reports@example.com',
};

interface Shape extends Readonly<Record<string, unknown>> {
  readonly desks: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
}

/** Every shape that the stack can have: each mode, each way to learn, with people to write to, and several desks. */
export const SHAPES: Readonly<Record<string, Shape>> = {
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
  'paper, with sweeps': { desks: [{ name: 'main', mode: 'paper' }], sweep: true },
  'four desks': { desks: ['a', 'b', 'c', 'd'].map(name => ({ name, mode: 'demo' })) },
};

export const SHAPE_NAMES: readonly string[] = Object.keys(SHAPES);

function shapeOf(name: string): Shape {
  const shape = SHAPES[name];
  if (shape === undefined) throw new Error(`no shape is named ${name}`);
  return shape;
}

/** The names of a shape's desks. */
export const desksOf = (name: string): readonly string[] => shapeOf(name).desks.map(desk => desk.name);

const built = new Map<string, PerpdeskStack>();

/** The stack of a shape, built once; nobody may change it. */
export function shaped(name: string): PerpdeskStack {
  const known = built.get(name);
  if (known !== undefined) return known;
  const stack = stackOf(shapeOf(name));
  built.set(name, stack);
  return stack;
}
