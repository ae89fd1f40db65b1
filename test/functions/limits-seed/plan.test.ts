import { expect, test } from 'vitest';
import { planSeeding } from '../../../functions/limits-seed/plan.ts';

const seed = { name: 'risk/positions-max', text: '15', description: 'Most positions.', pattern: '^[0-9]+$' };
const stored = { ...seed, text: '7', version: 4 };
const nothing = { create: [], redescribe: [], misfits: [], unknown: [] };

test.each([
  ['nothing is stored', [], { ...nothing, create: [seed] }],
  ['a person has chosen another value', [stored], nothing],
  [
    'the description is from before',
    [{ ...stored, description: 'old' }],
    { ...nothing, redescribe: [{ seed, stored: { ...stored, description: 'old' } }] },
  ],
  [
    'the pattern is from before and the value fits the new one',
    [{ ...stored, pattern: '' }],
    { ...nothing, redescribe: [{ seed, stored: { ...stored, pattern: '' } }] },
  ],
  [
    'the pattern is from before and the value does not fit the new one',
    [{ ...stored, pattern: '', text: 'seven' }],
    { ...nothing, misfits: [seed.name] },
  ],
  [
    'a limit was removed from the schema',
    [stored, { ...stored, name: 'risk/gone' }],
    { ...nothing, unknown: ['risk/gone'] },
  ],
])('when %s', (_, there, plan) => {
  expect(planSeeding([seed], there)).toEqual(plan);
});
