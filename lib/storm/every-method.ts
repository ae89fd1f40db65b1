type Method = (...args: never[]) => Promise<unknown>;

/** The same port with each call passed through `by`. */
export function everyMethod<P extends object>(
  port: P,
  by: (method: string, args: readonly unknown[], execute: () => Promise<unknown>) => Promise<unknown>,
): P {
  const methods = Object.entries(port as Record<string, Method>).map(([name, method]) => [
    name,
    (...args: never[]) => by(name, args, () => method(...args)),
  ]);
  return Object.fromEntries(methods) as P;
}
