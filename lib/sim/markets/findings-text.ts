import type { MarketFinding } from './market-findings.ts';

/** So many findings of one kind are told one by one, and so many in all. */
const [OF_A_KIND, FINDINGS_TOLD] = [3, 12];

/** What is odd about the data, each kind together; of a kind that many coins share the first is told, and who else. */
export function findingsTold(findings: readonly MarketFinding[]): readonly string[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  const lines = kinds.flatMap(kind => {
    const own = findings.filter(finding => finding.kind === kind);
    const [first] = own;
    if (own.length <= OF_A_KIND || first === undefined) return own.map(({ text }) => text);
    const others = own.slice(1).flatMap(({ symbol }) => symbol ?? []);
    const named = others.slice(0, OF_A_KIND).join(', ');
    return [
      `${first.text}; and much the same of ${others.length} more: ${named}${others.length > OF_A_KIND ? ', …' : ''}`,
    ];
  });
  const more = lines.length - FINDINGS_TOLD;
  return more > 0 ? [...lines.slice(0, FINDINGS_TOLD), `and ${more} more findings about the data`] : lines;
}
