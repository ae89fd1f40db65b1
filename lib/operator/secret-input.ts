import { Refusal } from '../local/refusal.ts';

/** Where a secret is typed or piped in. */
export type SecretSource = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
};

const [ENTER, NEWLINE, INTERRUPT, END, BACKSPACE, DELETE, CLEAR] = [
  '\r',
  '\n',
  '\u0003',
  '\u0004',
  '\b',
  '\u007f',
  '\u0015',
] as const;

/**
 * Reads one line that nobody may see: from a terminal without echo, else all that is piped in, without the line end.
 * `ask` writes the prompt, to a terminal alone. Throws a Refusal when the person gives up, or nothing can be read.
 */
export async function readHidden(
  source: SecretSource | undefined,
  ask: (prompt: string) => void,
): Promise<string> {
  if (source === undefined) throw new Refusal('there is no input to read a secret from');
  if (source.isTTY !== true) return (await readAll(source)).replace(/\r?\n$/, '');
  ask('Paste it and press Enter; it is not shown: ');
  source.setRawMode?.(true);
  try {
    return await readLine(source);
  } finally {
    source.setRawMode?.(false);
    source.pause();
    ask('\n');
  }
}

async function readAll(source: SecretSource): Promise<string> {
  let text = '';
  for await (const chunk of source) text += String(chunk);
  return text;
}

/** By events, not by iteration: that would close the terminal before its mode is put back. */
function readLine(source: SecretSource): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = '';
    const stop = (settle: () => void) => {
      source.removeListener('data', take);
      source.removeListener('end', end);
      settle();
    };
    const end = () => stop(() => resolve(line));
    const take = (chunk: Buffer | string) => {
      for (const sign of String(chunk)) {
        if (sign === ENTER || sign === NEWLINE) return end();
        if (sign === INTERRUPT || sign === END) return stop(() => reject(new Refusal('nothing was stored')));
        if (sign === BACKSPACE || sign === DELETE) line = line.slice(0, -1);
        else if (sign === CLEAR) line = '';
        else line += sign;
      }
    };
    source.on('data', take);
    source.on('end', end);
  });
}
