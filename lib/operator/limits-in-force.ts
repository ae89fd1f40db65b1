import type { LimitEditor, ListedLimit } from '../adapters/ssm/limit-editor.ts';
import type { SizingTrace } from '../desk/sizing/trace.ts';
import type { Minute } from '../desk/units.ts';

/** A limit as it was in a minute. */
export interface LimitThen {
  readonly name: string;
  readonly text: string;
  /** 0: nothing was stored, and the default held. */
  readonly version: number;
  readonly versionNow: number;
  readonly default: string | null;
  /** The trace names it: the size was reckoned with it. */
  readonly cited: boolean;
}

const CITED = /\b([a-z]+\/[a-z-]+) (?:v(\d+)|\(default\))/g;

/** The limits that a trace names, each with the version it was read in; 0 where the default stood in. */
export function citedIn(trace: SizingTrace): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { limit = '', because } of trace) {
    for (const [, name = '', version = '0'] of `${limit} ${because}`.matchAll(CITED)) {
      used.set(name, Number(version));
    }
  }
  return used;
}

/**
 * Every limit as a trade of that minute was decided with it: in the version that its trace names, else in the newest that
 * was stored by then. Only limits that were edited since have a history worth asking for.
 */
export async function limitsInForce(
  limits: LimitEditor,
  minute: Minute,
  trace: SizingTrace,
): Promise<readonly LimitThen[]> {
  const cited = citedIn(trace);
  const found: LimitThen[] = [];
  for (const listed of await limits.list()) {
    const { name, default: fallback } = listed;
    const { text, version } = await versionThen(limits, listed, minute, cited.get(name));
    const then = { name, text, version, versionNow: listed.version, default: fallback ?? null };
    found.push({ ...then, cited: cited.has(name) });
  }
  return found;
}

async function versionThen(
  limits: LimitEditor,
  { name, text, version, default: fallback = '' }: ListedLimit,
  minute: Minute,
  cited: number | undefined,
): Promise<{ readonly text: string; readonly version: number }> {
  if (version === cited || (version <= 1 && text === fallback)) return { text, version };
  const versions = await limits.history(name);
  const then =
    versions.find(each => each.version === cited) ??
    versions.find(each => cited === undefined && each.at <= minute);
  return then ?? { text: fallback, version: 0 };
}
