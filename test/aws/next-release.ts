import { App, CfnResource } from 'aws-cdk-lib/core';
import type { LimitSeed } from '../../functions/limits-seed/plan.ts';
import { settingsOf } from '../../lib/stack/settings.ts';
import { buildStacks } from '../../lib/stack/stacks.ts';
import { CHANGED, NEW, REMOVED } from './release-notes.ts';

/**
 * The CDK app of a release that does not exist: this stack, with limits of which one has another default, one is new, and
 * one is gone.
 */
const app = new App();
buildStacks(
  app,
  settingsOf(key => app.node.tryGetContext(key)),
);
for (const construct of app.node.findAll()) {
  if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'Custom::PerpdeskLimits')
    continue;
  const { seeds } = (
    construct as unknown as { readonly cfnProperties: { readonly seeds: readonly LimitSeed[] } }
  ).cfnProperties;
  const kept = seeds.filter(({ name }) => name !== REMOVED);
  const changed = kept.map(seed => (seed.name === CHANGED.name ? { ...seed, text: CHANGED.text } : seed));
  construct.addPropertyOverride('seeds', [...changed, NEW]);
}
app.synth();
