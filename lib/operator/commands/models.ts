import { existsSync, statSync } from 'node:fs';
import { modelFolder } from '../../adapters/model-folder.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import { type Asked, type ModelView, type Seats, seatsOf } from '../seats.ts';
import { modelsLines } from '../views/models.ts';
import { whatIfLines } from '../views/what-if.ts';

export interface ModelsOptions extends Asked {
  readonly dir: string;
}

/**
 * The four kinds of model in a folder: which are trained, what each has shown, and whether it may vote. A file that
 * cannot be used is shown as such, and ends the command with 1. @throws Refusal for a folder there is not
 */
export async function models(options: ModelsOptions): Promise<Answer> {
  const { dir } = options;
  const seats = await seatsIn(options);
  return {
    json: { dir, ...seats },
    lines: screen => modelsLines(dir, seats, screen),
    exitCode: exitCodeOf(seats.models),
  };
}

/** 1 where a file cannot be used. */
export const exitCodeOf = (views: readonly ModelView[]): 0 | 1 =>
  views.some(({ state }) => state === 'unusable') ? 1 : 0;

/** For each confidence threshold what the trades of a folder's models would have brought, out of sample. @throws Refusal */
export const whatIf = async (options: ModelsOptions): Promise<Answer> =>
  whatIfOf((await seatsIn(options)).models, { dir: options.dir });

/** The same of models wherever they lie; `where` stands before them as JSON. */
export function whatIfOf(views: readonly ModelView[], where: object): Answer {
  const shown = views.flatMap(view =>
    view.state === 'trained'
      ? [{ kind: view.kind, version: view.manifest.version, thresholds: view.manifest.thresholds ?? [] }]
      : [],
  );
  return { json: { ...where, models: shown }, lines: screen => whatIfLines(shown, screen) };
}

async function seatsIn({ dir, ...asked }: ModelsOptions): Promise<Seats> {
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new Refusal(`--dir ${dir}: there is no such folder; npm run desk -- train makes one`);
  return seatsOf(modelFolder(dir), asked);
}
