import { absent, type Fact, known, unknown } from '../../desk/preflight/check.ts';
import { Refusal } from '../../local/refusal.ts';
import { PortError } from '../../ports.ts';
import { type AwsAccess, accessFault, isSilence } from '../aws-access.ts';

/** What a failure says of what was asked; `ends`: whoever else is asked there would fail alike, and after as long. */
export interface Fault {
  readonly type: 'absent' | 'unknown';
  readonly because: string;
  readonly ends: boolean;
}

/**
 * Asks one place for several facts, one after the other. After a failure that would be everybody's nothing is asked any
 * more, so that a machine without a network has its answer within seconds.
 */
export class Asking {
  readonly #faultOf: (error: unknown) => Fault | undefined;
  #ended: string | undefined;

  constructor(faultOf: (error: unknown) => Fault | undefined) {
    this.#faultOf = faultOf;
  }

  /** What the call answers, or why it does not. Undefined is an answer like any other. Rejects on a bug alone. */
  async ask<T>(call: () => Promise<T>): Promise<Fact<T>> {
    if (this.#ended !== undefined) return unknown(this.#ended);
    try {
      return known(await call());
    } catch (error) {
      const fault = this.#faultOf(error);
      if (fault === undefined) throw error;
      // Said at length once.
      if (fault.ends) this.#ended = fault.because.replace(/:.*$/, '');
      return fault.type === 'absent' ? absent(fault.because) : unknown(fault.because);
    }
  }
}

/** Of a call to AWS. */
export const cloudFault =
  (access: AwsAccess) =>
  (error: unknown): Fault | undefined => {
    const said = accessFault(error, { ...access, table: undefined });
    if (said instanceof Refusal) {
      const because = said.message.replace(/^--aws: /, '').replace(/[;:] give .*$/, '');
      // Its own refusals name a place that is not there; those of access hold for every service.
      if (said === error) return { type: 'absent', because, ends: false };
      return { type: isSilence(error) ? 'unknown' : 'absent', because, ends: true };
    }
    if (!(error instanceof Error)) return undefined;
    if (/^Access_?Denied/.test(error.name) || /AccessDenied/.test(error.message))
      return { type: 'unknown', because: denied(error), ends: false };
    return error instanceof PortError || '$metadata' in error
      ? { type: 'unknown', because: firstLine(error.message), ends: false }
      : undefined;
  };

/** IAM says which action is not allowed; the rest of its sentence is ARNs. */
const denied = ({ message }: Error): string => {
  const action = /not authorized to perform: (\S+)/.exec(message)?.[1];
  return action === undefined ? firstLine(message) : `the credentials may not do ${action}`;
};

/** Of a call to the venue. */
export const venueFault = (error: unknown): Fault | undefined =>
  error instanceof PortError
    ? { type: 'unknown', because: firstLine(error.message), ends: error.kind !== 'malformed' }
    : undefined;

/** Of a call to a desk's own stores on this machine. */
export const storeFault = (error: unknown): Fault | undefined =>
  error instanceof PortError || error instanceof Refusal
    ? { type: 'unknown', because: firstLine(error.message), ends: false }
    : undefined;

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
