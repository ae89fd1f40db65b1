import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds serious or critical on the page as it stands, a sentence each. */
export default async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Not as a script of the page, which the page's own policy refuses.
  await page.evaluate(source);
  const violations = (await page.evaluate(
    'axe.run().then(({ violations }) => violations)',
  )) as readonly Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id} at ${nodes[0]?.target.join(' ')}: ${nodes[0]?.failureSummary.replaceAll(/\s+/g, ' ')}`,
    );
}
