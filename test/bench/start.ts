/** How long a container takes to start on each function's bundle, over an empty handler, beside a bundle with all of ccxt. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto, bundling, functionBundling } from '../../lib/stack/bundling.ts';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { node24 } from '../bundles/node24.ts';
import { medianOf } from './median.ts';

const ROUNDS = 15;
const [EMPTY, CCXT_ALONE, ALL_OF_CCXT] = [
  'an empty handler',
  'all of ccxt, and nothing else',
  'monitor with all of ccxt',
] as const;
/** Those that watch what is open have no time to lose. */
const QUICK: ReadonlySet<string> = new Set(['position-monitor', 'guardian']);

const MONITOR = `${PROJECT_ROOT}/functions/position-monitor/index.ts`;
const MADE: Readonly<Record<string, string>> = {
  [EMPTY]: 'export const handler = async () => {};\n',
  [CCXT_ALONE]: "import * as ccxt from 'ccxt';\nexport const handler = async () => Object.keys(ccxt);\n",
  [ALL_OF_CCXT]: `import * as ccxt from 'ccxt';\nimport { handler as monitor } from '${MONITOR}';\nexport const handler = async () => [monitor, ccxt];\n`,
};
/** As anybody would bundle it who does nothing for its start: what has to be left out for it to build is, and no more. */
const { alias, loader: _loader, ...plain } = bundling;
const PLAIN = {
  ...plain,
  alias: Object.fromEntries(Object.entries(alias).filter(([name]) => name.startsWith('protobufjs'))),
  external: [...bundling.external].filter(name => !name.startsWith('*')),
};

/** Says, as its last line, how long it has been there and what it has taken of the processor. */
const starter = (bundle: string): string => `await import(${JSON.stringify(bundle)});
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ wallMs: performance.now(), cpuMs: (user + system) / 1000 }));
process.exit();
`;

interface Start {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Prints the section: fresh processes, round after round each bundle once, medians. */
export async function benchStart(rounds = ROUNDS): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-start-'));
  // Where ccxt is found; what is bundled there is gone with it.
  const beside = mkdtempSync(join(PROJECT_ROOT, 'node_modules', '.start-'));
  try {
    const found = node24();
    const node = found.type === 'found' ? found.path : process.execPath;
    const starts = new Map<string, Start[]>();
    const sizes = new Map<string, number>();
    for (const [name, entry] of entries(beside)) {
      const folder = join(scratch, name.replaceAll(' ', '-'));
      mkdirSync(folder);
      bundleInto(entry, join(folder, 'index.mjs'), name in MADE ? PLAIN : functionBundling);
      writeFileSync(join(folder, 'start.mjs'), starter(`${folder}/index.mjs`));
      sizes.set(name, statSync(join(folder, 'index.mjs')).size);
      starts.set(name, []);
    }
    for (let round = 0; round < rounds; round += 1)
      for (const [name, list] of starts) {
        const script = join(scratch, name.replaceAll(' ', '-'), 'start.mjs');
        const said = execFileSync(node, [script], { encoding: 'utf8', env: ENVIRONMENT, cwd: scratch });
        list.push(JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as Start);
      }
    print(found.type === 'found' ? found.version : process.version, rounds, starts, sizes);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    rmSync(beside, { recursive: true, force: true });
  }
}

const ENVIRONMENT = {
  PATH: '/usr/bin:/bin',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** What is bundled: every function that the stack makes of a folder, and two to hold it against. */
function entries(beside: string): readonly (readonly [string, string])[] {
  const made = Object.entries(MADE).map(([name, source], n) => {
    const path = join(beside, `made-${n}.ts`);
    writeFileSync(path, source);
    return [name, path] as const;
  });
  const functions = readdirSync(join(PROJECT_ROOT, 'functions')).map(
    folder => [folder, `functions/${folder}/index.ts`] as const,
  );
  return [...made, ...functions];
}

function print(
  version: string,
  rounds: number,
  starts: ReadonlyMap<string, readonly Start[]>,
  sizes: ReadonlyMap<string, number>,
): void {
  const of = (name: string, figure: keyof Start) =>
    medianOf((starts.get(name) ?? []).map(start => start[figure]));
  const over = (name: string, figure: keyof Start) => of(name, figure) - of(EMPTY, figure);
  console.log(
    `start of a bundle on Node ${version}, fresh processes, medians of ${rounds}, over an empty handler (${of(EMPTY, 'wallMs').toFixed(0)} ms, ${of(EMPTY, 'cpuMs').toFixed(0)} ms CPU); shares are of the ${ALL_OF_CCXT}`,
  );
  for (const name of starts.keys()) {
    if (name === EMPTY) continue;
    const share = over(name, 'cpuMs') / over(ALL_OF_CCXT, 'cpuMs');
    console.log(
      [
        name.padEnd(32),
        `${((sizes.get(name) ?? 0) / 1_000).toFixed(0).padStart(6)} KB`,
        `${over(name, 'wallMs').toFixed(0).padStart(6)} ms`,
        `${over(name, 'cpuMs').toFixed(0).padStart(6)} ms CPU`,
        `${share.toFixed(2).padStart(6)} of the CPU, ${(over(name, 'wallMs') / over(ALL_OF_CCXT, 'wallMs')).toFixed(2)} of the time${QUICK.has(name) ? ' (aim: at most 0.4)' : ''}`,
      ].join(''),
    );
  }
}
