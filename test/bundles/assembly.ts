import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

/** A function of the synthesised stack: its bundle, and how Lambda would run it. */
export interface BundledAsset {
  readonly logicalId: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

interface FunctionResource {
  readonly Type: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly Properties: {
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
    readonly Timeout: number;
    readonly MemorySize: number;
  };
}

/** Synthesises the stack, with all that it can be asked for, into a folder by the real command line, as a deployment does. */
export function synthesise(folder: string): void {
  execFileSync('npx', ['--no-install', 'cdk', 'synth', '--quiet', '--output', folder, '-c', 'sweep=true'], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The function of an assembly whose logical id contains `name`, such as `SignalEntry`. Throws unless it is the only one. */
export function bundledAsset(folder: string, name: string): BundledAsset {
  const template = JSON.parse(readFileSync(join(folder, 'perpdesk.template.json'), 'utf8')) as {
    readonly Resources: Readonly<Record<string, FunctionResource>>;
  };
  const found = Object.entries(template.Resources).filter(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.includes(name),
  );
  const [first] = found;
  const asset = first?.[1].Metadata?.['aws:asset:path'];
  if (first === undefined || asset === undefined || found.length !== 1) {
    throw new Error(`${folder} holds ${found.length} bundled functions named *${name}*, instead of one`);
  }
  const [logicalId, { Properties }] = first;
  return {
    logicalId,
    folder: join(folder, asset),
    environment: Properties.Environment?.Variables ?? {},
    timeoutMs: Properties.Timeout * 1000,
    memoryMb: Properties.MemorySize,
  };
}
