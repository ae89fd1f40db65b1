import { CfnResource, type Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { PerpdeskStack } from './perpdesk-stack.ts';
import { StackRefusal } from './refusal.ts';
import { DEFAULT_STACK, type DeskSettings, type StackSettings } from './settings.ts';

/** What CloudFormation takes in one stack. */
export const RESOURCES_MAX = 500;

/**
 * The stacks that the desks name, each with a table, a bucket, topics and an address of its own. A desk is in the stack that
 * it names, never in one that had room left: its book lies there. Throws a StackRefusal of one line where a stack has too many.
 */
export function buildStacks(scope: Construct, settings: StackSettings): readonly PerpdeskStack[] {
  const names = new Set(settings.desks.map(stackOf));
  return [...names].map(name => {
    const desks = settings.desks.filter(desk => stackOf(desk) === name);
    const stack = new PerpdeskStack(scope, name, { ...settings, desks });
    refuseTooMany(
      stack,
      desks.map(desk => desk.name),
    );
    return stack;
  });
}

const stackOf = ({ stack = DEFAULT_STACK }: DeskSettings): string => stack;

export const resourcesIn = (scope: Construct): number =>
  scope.node.findAll().filter(CfnResource.isCfnResource).length;

function refuseTooMany(stack: Stack, desks: readonly string[]): void {
  const count = resourcesIn(stack);
  if (count <= RESOURCES_MAX) return;
  const sizes = desks.map(name => resourcesIn(stack.node.findChild(name)));
  const room = RESOURCES_MAX - count + sizes.reduce((sum, size) => sum + size, 0);
  const fit = fitting(sizes, room);
  throw new StackRefusal(
    `stack ${stack.stackName}: its ${desks.length} desks are ${count} resources, and CloudFormation takes ${RESOURCES_MAX}: the first ${fit} fit; give ${desks.slice(fit).join(', ')} a "stack" of another name, such as "${DEFAULT_STACK}-2"`,
  );
}

/** How many, from the first on, find room. */
function fitting(sizes: readonly number[], room: number): number {
  let left = room;
  const over = sizes.findIndex(size => {
    left -= size;
    return left < 0;
  });
  return over === -1 ? sizes.length : over;
}
