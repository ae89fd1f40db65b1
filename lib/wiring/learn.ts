import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import { EnvironmentError } from './environment.ts';

/** The kinds that a function is told to fit. @throws EnvironmentError */
export function learnOf(text: string | undefined): readonly ModelKind[] {
  const names = text === undefined || text === '' ? [] : text.split(',');
  const kinds = MODEL_KINDS.filter(kind => names.includes(kind));
  if (kinds.length === names.length) return kinds;
  throw new EnvironmentError(
    `PERPDESK_LEARN is ${text}: kinds of model, each once, of ${MODEL_KINDS.join(',')} are expected`,
  );
}
