import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { settingsOf } from '../../lib/stack/settings.ts';
import { buildStacks } from '../../lib/stack/stacks.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** The flags of cdk.json: with others the template is another. */
const CDK_JSON = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

/**
 * The context of cdk.json, some of it replaced, its handlers not bundled. CDK's own rules for templates take seconds to get ready, and
 * are asked where a test is about them: template-rules.long.ts.
 */
const appFor = (context: Readonly<Record<string, unknown>>, byRules: boolean): App =>
  new App({
    context: { ...CDK_JSON.context, ...context, 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: byRules,
  });

/** The stack of a context, its template looked at by CDK's rules where they are asked for. */
export function stackOf(
  context: Readonly<Record<string, unknown>> = {},
  { byRules = false }: { readonly byRules?: boolean } = {},
): PerpdeskStack {
  const app = appFor(context, byRules);
  return new PerpdeskStack(
    app,
    'perpdesk',
    settingsOf(key => app.node.tryGetContext(key)),
  );
}

/** The stacks of a context, as `bin/stack.ts` builds them. */
export function stacksOf(context: Readonly<Record<string, unknown>>): readonly PerpdeskStack[] {
  const app = appFor(context, false);
  return buildStacks(
    app,
    settingsOf(key => app.node.tryGetContext(key)),
  );
}

const templates = new Map<string, Template>();

/** Its template, made once; nobody may change it. */
export function synthesised(context: Readonly<Record<string, unknown>> = {}): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? Template.fromStack(stackOf(context));
  templates.set(key, template);
  return template;
}

/** Resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): Readonly<Record<string, Resource>> =>
  template.findResources(type) as Record<string, Resource>;

/** A resource of a type whose logical id contains `part`; there must be exactly one. */
export function resource(template: Template, type: string, part = ''): Resource {
  const found = Object.entries(resourcesOf(template, type)).filter(([id]) => id.includes(part));
  const [only] = found;
  if (only === undefined || found.length !== 1)
    throw new Error(`${found.length} ${type} are named *${part}*, instead of one`);
  return only[1];
}

/** The functions that are called each minute, as their logical ids begin. */
export const TICKING = ['PositionMonitor', 'UniverseScan', 'SignalEntry', 'Guardian'] as const;
/** Those and the two that are called once a day. */
export const CALLED = [...TICKING, 'DailyClose', 'Retrain'] as const;
/** Those and the one that is called when a limit is edited. */
export const FUNCTIONS = [...CALLED, 'LimitsGuard'] as const;
