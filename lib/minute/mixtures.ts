/** What several of the champions are worth together, as the model store has it. */
import { textOf } from '../models/digest.ts';
import { type Mixtures, MixturesError, readMixtures } from '../models/mixtures.ts';
import { type ModelStore, PortError } from '../ports.ts';
import { rosterOf } from './models.ts';

/**
 * Reads the mixtures that the roster names, and a file again only when it names another. Undefined where none were ever
 * measured. @throws PortError also for a file that is missing or none
 */
export function mixturesReader(store: ModelStore): () => Promise<Mixtures | undefined> {
  let known: { readonly name: string; readonly mixtures: Mixtures } | undefined;
  return async () => {
    const { mixtures: name } = (await rosterOf(store)).roster;
    if (name === undefined) return undefined;
    if (known?.name !== name) known = { name, mixtures: await mixturesAt(store, name) };
    return known.mixtures;
  };
}

async function mixturesAt({ files }: ModelStore, name: string): Promise<Mixtures> {
  const bytes = await files.read(name);
  if (bytes === undefined) throw new PortError('malformed', `the store of the models has no ${name}`);
  try {
    return readMixtures(textOf(bytes));
  } catch (error) {
    if (error instanceof MixturesError)
      throw new PortError('malformed', `${name}: ${error.message}`, { cause: error });
    throw error;
  }
}
