import { CfnResource, type Stack } from 'aws-cdk-lib/core';

/** How many resources of each type there are, by the part of the stack that they belong to. */
export type Inventory = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What a part of a desk is named after, where what is shared is named by its construct alone. */
const OF_A_DESK = 'desk/';
export const isOfADesk = (part: string): boolean => part.startsWith(OF_A_DESK);

/** The resources of a stack whose desks are named so; those of all desks are counted together. */
export function inventoryOf(stack: Stack, desks: readonly string[]): Inventory {
  const parts = new Map<string, Map<string, number>>();
  for (const resource of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(resource)) continue;
    const [first = '', second = ''] = resource.node.path.split('/').slice(1);
    const part = desks.includes(first) ? `${OF_A_DESK}${second}` : first;
    const types = parts.get(part) ?? new Map<string, number>();
    const type = resource.cfnResourceType;
    parts.set(part, types.set(type, (types.get(type) ?? 0) + 1));
  }
  return parts;
}

/** How many of each type there are in all parts. */
export function typesOf(inventory: Inventory): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const types of inventory.values())
    for (const [type, count] of types) sums.set(type, (sums.get(type) ?? 0) + count);
  return sums;
}

export const sizeOf = (inventory: Inventory): number =>
  [...typesOf(inventory).values()].reduce((sum, count) => sum + count, 0);

/** What `after` has more, or less, than `before`, by type. */
export function difference(before: Inventory, after: Inventory): ReadonlyMap<string, number> {
  const [from, to] = [typesOf(before), typesOf(after)];
  const types = [...new Set([...from.keys(), ...to.keys()])];
  return new Map(
    types
      .map(type => [type, (to.get(type) ?? 0) - (from.get(type) ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );
}
