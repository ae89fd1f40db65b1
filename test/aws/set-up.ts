import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cdk } from './cdk.ts';
import { python } from './emulator.ts';

/** What the suites share: an emulator to start, and the assembly to deploy into it. */
export type Prepared =
  | { readonly type: 'prepared'; readonly python: string; readonly assembly: string }
  | { readonly type: 'missing'; readonly because: string };

declare module 'vitest' {
  export interface ProvidedContext {
    readonly prepared: Prepared;
  }
}

/** Two desks that must not see each other: the one of cdk.json, and one that trades on the test network. */
export const DESKS = [
  { name: 'main', mode: 'paper', balanceUsd: 10_000, learn: [] },
  { name: 'other', mode: 'demo', learn: [] },
] as const;
/** How the command line is told of them. */
export const CONTEXT = [
  ['desks', JSON.stringify(DESKS)],
  ['alarmEmail', 'alarms@example.com'],
].flatMap(([name, value]) => ['--context', `${name}=${value}`]);

/** Installs the emulator, and synthesises the stack with the real command line, once for all suites. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const found = python();
  if (found.type === 'missing') {
    console.log(`NOT RUN: the emulator could not be installed from PyPI: ${found.because}`);
    project.provide('prepared', found);
    return () => {};
  }
  const assembly = mkdtempSync(join(tmpdir(), 'assembly-'));
  // Nothing is asked of AWS here.
  await cdk('http://127.0.0.1:9', 'synth', '--quiet', '--output', assembly, ...CONTEXT);
  project.provide('prepared', { type: 'prepared', python: found.path, assembly });
  return () => rmSync(assembly, { recursive: true, force: true });
}
