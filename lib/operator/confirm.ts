import { createInterface } from 'node:readline/promises';
import type { SecretSource } from './secret-input.ts';

/**
 * Asks a person at a terminal; true for `y` or `yes` alone. Undefined where nobody can be asked, since input that is
 * piped in answers no question.
 */
export function asking(
  source: SecretSource | undefined,
  err: NodeJS.WritableStream,
): ((question: string) => Promise<boolean>) | undefined {
  if (source?.isTTY !== true) return undefined;
  return async question => {
    const lines = createInterface({ input: source, output: err, terminal: false });
    // An input that ends without an answer settles no question of its own accord.
    const ended = new Promise<string>(resolve => lines.once('close', () => resolve('')));
    try {
      return /^y(es)?$/i.test((await Promise.race([lines.question(question), ended])).trim());
    } finally {
      lines.close();
    }
  };
}
