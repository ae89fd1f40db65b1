/**
 * Aborted by the first Ctrl-C, or by a request to end from outside: the run stops after its minute. A second Ctrl-C
 * ends the process at once; what the exchange and the stores have answered is on disk.
 */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted && signal === 'SIGINT') process.exit(130);
      stop.abort();
    });
  }
  // Whoever read the output has gone away, as `| head` does.
  process.stdout.on('error', () => stop.abort());
  return stop.signal;
}
