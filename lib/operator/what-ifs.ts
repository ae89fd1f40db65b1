import { definitionOf, isLimitName } from '../desk/limits/schema.ts';
import { Refusal } from '../local/refusal.ts';
import { unknownLimit } from './commands/limits.ts';

/** What-ifs as they are typed, `name=value` each, and each checked alone: a mistyped one is refused. @throws Refusal */
export function whatIfsOf(set: readonly string[], label = '--set '): Readonly<Record<string, string>> {
  const edits: Record<string, string> = {};
  for (const given of set) {
    const at = given.indexOf('=');
    const [name, text] = [given.slice(0, at), given.slice(at + 1)];
    if (at < 1) throw new Refusal(`${label}${given}: write it as name=value`);
    if (!isLimitName(name)) throw new Refusal(`${label}${unknownLimit(name).message}`);
    const read = definitionOf(name).parse(text);
    if ('problem' in read) throw new Refusal(`${label}${name}: ${read.problem}`);
    edits[name] = text;
  }
  return edits;
}
