import { type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

export interface Findings {
  /** Rule and resource of each finding for which there is no reason to leave it standing. */
  readonly unexplained: readonly string[];
  /** Construct and rule of each reason to which there is no finding. */
  readonly idle: readonly string[];
  /** Every reason, as it stands in the code. */
  readonly reasons: readonly string[];
}

interface Reason {
  readonly scope: string;
  readonly id: string;
  readonly because: string;
}

/** Runs the rules of cdk-nag over a stack, and holds what they find against the reasons given in it. */
export function findingsOf(stack: Stack): Findings {
  const reasons = stack.node.findAll().flatMap(reasonsAt);
  const used = new Set<Reason>();
  const unexplained = everyFinding(stack).filter(({ id, at }) => {
    const fitting = reasons.filter(reason => reason.id === id && lies(at, reason.scope));
    for (const reason of fitting) used.add(reason);
    return fitting.length === 0;
  });
  return {
    unexplained: unexplained.map(({ id, at }) => `${at}: ${id}`),
    idle: reasons.filter(reason => !used.has(reason)).map(({ scope, id }) => `${scope}: ${id}`),
    reasons: reasons.map(({ because }) => because),
  };
}

const lies = (path: string, within: string): boolean => path === within || path.startsWith(`${within}/`);

/** The reasons of ours; CDK's constructs give some to rules of CDK's own. */
const reasonsAt = ({ node }: IConstruct): readonly Reason[] =>
  node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
    .map(([id, because]) => ({ scope: node.path, id: id.replace(/^annotation::/i, ''), because }))
    .filter(({ id }) => id.startsWith('AwsSolutions-'));

/** What the rules find when no reason counts: the pack asks this member of its own whether one does. */
function everyFinding(stack: Stack): readonly { readonly id: string; readonly at: string }[] {
  const pack = new AwsSolutionsChecks(stack);
  Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
  return pack
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id: ruleName, at: constructPath })),
    );
}
