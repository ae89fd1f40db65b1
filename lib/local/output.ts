import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** A log grows to this size, is put aside as `.1`, and begins anew. */
const LOG_BYTES_MAX = 4_000_000;

export interface Output {
  /** Writes to the terminal, past the log. */
  readonly screen: (text: string) => void;
  readonly log: (text: string) => void;
  /** Gives standard output and error back to the process. */
  restore(): void;
}

/**
 * From here on what the process prints goes to a log: handlers write their metrics to standard output, where Lambda
 * collects them, and libraries write warnings; neither may tear the view. Only `screen` reaches the terminal.
 */
export function divertOutput(path: string): Output {
  const log = rotatingLog(path);
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(stream => stream.write.bind(stream));
  const [toScreen] = writes;
  const divert = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown) => {
    log(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const called = typeof encoding === 'function' ? encoding : done;
    if (typeof called === 'function') called();
    return true;
  };
  for (const stream of streams) stream.write = divert;
  return {
    screen: text => {
      toScreen?.(text);
    },
    log,
    restore: () => {
      streams.forEach((stream, i) => {
        const write = writes[i];
        if (write !== undefined) stream.write = write;
      });
    },
  };
}

function rotatingLog(path: string): (text: string) => void {
  let size = existsSync(path) ? statSync(path).size : 0;
  let file = openSync(path, 'a');
  return text => {
    if (size > LOG_BYTES_MAX) {
      closeSync(file);
      renameSync(path, `${path}.1`);
      file = openSync(path, 'a');
      size = 0;
    }
    size += writeSync(file, text);
  };
}
