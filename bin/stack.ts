#!/usr/bin/env tsx
import { App } from 'aws-cdk-lib/core';
import { StackRefusal } from '../lib/stack/refusal.ts';
import { settingsOf } from '../lib/stack/settings.ts';
import { buildStacks } from '../lib/stack/stacks.ts';

/** The CDK app: `npx cdk deploy`. What it builds is in the context of cdk.json; what it refuses, it says in one line. */
const app = new App();
try {
  buildStacks(
    app,
    settingsOf(key => app.node.tryGetContext(key)),
  );
  app.synth();
} catch (error) {
  if (!(error instanceof StackRefusal)) throw error;
  console.error(error.message);
  process.exit(1);
}
