import type * as z from 'zod/mini';

/** An item's content, as plain as it was stored. */
export type Body = Readonly<Record<string, unknown>>;

/** Takes a body one version nearer to the one that this release works with. Pure; it keeps members that it does not know. */
export type Step = (body: Body) => Body;

/**
 * A kind of stored item, with the version of its shape. Within a version members are only added, as ones that may be absent.
 * A version is raised for what the release before could not read, and not before that release has learnt to: first it is
 * given a step back from the version to come, then a later release writes that version (docs/upgrading.md).
 */
export interface ItemKind {
  /** In a word, for whoever reads that one could not be read. */
  readonly name: string;
  /** What this release writes and works with. */
  readonly version: number;
  /** By the version that a body has: from an older one the step up, from a later one the step back. */
  readonly steps: Readonly<Record<number, Step>>;
  readonly shape: z.ZodMiniType;
}

/** Items from before versions were written into them. */
export const FIRST_VERSION = 1;

/** Whether there is a way from a version to the one that this release works with. */
export function hasWay({ version, steps }: Pick<ItemKind, 'version' | 'steps'>, from: number): boolean {
  for (let at = from; at !== version; at += at < version ? 1 : -1) if (steps[at] === undefined) return false;
  return true;
}

/** A body of a version as this release works with it; undefined where there is no way from that version to this one. */
export function migrated(
  { version, steps }: Pick<ItemKind, 'version' | 'steps'>,
  from: number,
  body: Body,
): Body | undefined {
  let now = body;
  for (let at = from; at !== version; at += at < version ? 1 : -1) {
    const step = steps[at];
    if (step === undefined) return undefined;
    now = step(now);
  }
  return now;
}
