import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../lib/desk/limits/profiles.ts';
import { definitionOf, LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { DENIALS } from '../../lib/desk/risk/denial.ts';

/** Pages that are made from the code. `npx vitest run test/docs -u` writes them anew. */
describe('the docs', () => {
  const cell = (text: string): string => text.replaceAll('|', '\\|');

  test('list every limit as the schema has it', async () => {
    const rows = LIMIT_NAMES.map(name => {
      const limit = definitionOf(name);
      const value = limit.format(limit.default);
      return `| \`${name}\` | ${cell(value)} | ${cell(limit.unit)} | ${cell(limit.description)} |`;
    });
    const page = [
      '# Limits',
      '',
      'Each is one parameter, `/perpdesk/<desk>/limits/<name>`. An edit holds from the next minute on; a value out of range, or a',
      'name that is not in this list, closes entries until it is mended. This page is made from `lib/desk/limits/schema.ts`.',
      '',
      'A deployment stores the default of each that is missing. A desk in the context of `cdk.json` may begin with others: `"profile"` names',
      `a set (${Object.keys(PROFILES).join(', ')}), \`"limits": {"risk/positions-max": "3"}\` single ones, which go before it, in quotes as they are stored. What`,
      'is stored already stays as it is, whatever the context says.',
      '',
      '| limit | default | unit and range | what it does |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/limits.md');
  });

  test('list every reason for not trading', async () => {
    const rows = Object.entries(DENIALS).map(([code, sentence]) => `| \`${code}\` | ${cell(sentence)} |`);
    const page = [
      '# Why a trade was not taken',
      '',
      'Each refusal is recorded with one of these codes and the figures that decided. This page is made from',
      '`lib/desk/risk/denial.ts`.',
      '',
      '| code | meaning |',
      '|---|---|',
      ...rows,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/denials.md');
  });
});
