import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { faultsOf } from './lockfile.ts';
import { npm } from './npm.ts';

/**
 * `npm run lockfile`: what an installation brings, and what is known against it. Ends with 1 when the lockfile holds anything
 * but packages of a registry by their digest, or npm's audit knows a weakness in what is shipped.
 */
const json = (file: string) => JSON.parse(readFileSync(join(PROJECT_ROOT, file), 'utf8'));

const lock = json('package-lock.json');
const faults = faultsOf(lock, json('package.json'));
for (const fault of faults) console.error(fault);
console.log(`lockfile: ${Object.keys(lock.packages).length - 1} packages, ${faults.length} faults`);

const audit = auditOf(npm('audit', '--omit=dev', '--json').output);
console.log(`npm audit --omit=dev: ${audit.says}`);
process.exitCode = faults.length > 0 || audit.found > 0 ? 1 : 0;

/** A registry need not have an audit; without its word nothing is known, which is said and no failure. */
function auditOf(output: string): { readonly found: number; readonly says: string } {
  const answer = parsed(output);
  const counts = answer?.metadata?.vulnerabilities;
  if (counts === undefined)
    return {
      found: 0,
      says: `no answer (${firstLine(answer?.message ?? answer?.error?.summary ?? output)})`,
    };
  const found = counts.total ?? 0;
  return { found, says: found === 0 ? 'nothing is known against what is shipped' : JSON.stringify(counts) };
}

interface AuditAnswer {
  readonly metadata?: { readonly vulnerabilities?: { readonly total?: number } };
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

function parsed(output: string): AuditAnswer | undefined {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 120) || 'nothing';
}
