import { node24 } from '../bundles/node24.ts';
import { bootstrap, deploy } from './cdk.ts';
import { type DeployedFunction, type Deployment, deployedFunction } from './deployed-function.ts';
import { startEmulator } from './emulator.ts';
import { startFront } from './front.ts';
import { made, servicesAt } from './places.ts';
import { type SeedingReport, seeded } from './seeded.ts';
import type { Prepared } from './set-up.ts';

/** A deployed stack with what can be done to it: its functions called, its limits seeded. */
export interface Stage extends Deployment {
  /** What the account gave to the only resource whose name in the template begins so; throws where there is none. */
  named(beginning: string): string;
  /** Starts a function as deployed; it ends with the stage. */
  start(id: string, env?: Readonly<Record<string, string>>): Promise<DeployedFunction>;
  seed(type?: 'Create' | 'Update'): Promise<readonly SeedingReport[]>;
  close(): Promise<void>;
}

/**
 * An emulated account, new, into which the assembly is deployed with the real command line. Throws where nothing was
 * prepared or no Node of Lambda's version is to be had, and with what the emulator said where the deployment fails.
 */
export async function deployment(prepared: Prepared): Promise<Stage> {
  if (prepared.type === 'missing') throw new Error(prepared.because);
  const node = node24();
  if (node.type === 'missing') throw new Error(node.because);
  const { assembly, python } = prepared;
  const emulator = await startEmulator(python);
  const front = await startFront(emulator.url);
  const started: DeployedFunction[] = [];
  const close = async () => {
    for (const one of started) await one.close();
    await front.close();
    await emulator.close();
  };
  try {
    await bootstrap(front.url, assembly);
    await deploy(front.url, assembly);
    // A part that failed within the emulator is an answer 500, which the command line asks again until it is content.
    if (emulator.said().includes('Traceback')) throw new Error('the emulator failed within');
  } catch (error) {
    await close();
    throw new Error(`${String(error)}\nThe emulator said:\n${emulator.said().slice(-4_000)}`);
  }
  const services = servicesAt(emulator.url);
  const names = await made(services);
  const base: Deployment = { services, assembly, names, node: node.path, front };
  return {
    ...base,
    named: beginning => {
      const [found, ...more] = [...names].filter(([id]) => new RegExp(`^${beginning}[0-9A-F]{8}$`).test(id));
      if (found === undefined || more.length > 0)
        throw new Error(`${more.length + 1} resources are ${beginning}`);
      return found[1];
    },
    start: async (id, env) => {
      const one = await deployedFunction(base, id, env);
      started.push(one);
      return one;
    },
    seed: type => seeded(base, type),
    close,
  };
}
