import { type Answer, type Refusal, refuse } from '../../sim/engine/refusal.ts';

/** An answer that is not 2xx: HTTP status, and the venue's code and sentence for its body. Thrown by a route. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (code: number, message: string) => new WireError(400, code, message);
/** The engine's refusal as an error of the wire. */
export const refusal = ({ code, because }: Refusal) => badRequest(code, because);
export const missing = (name: string) => refusal(refuse.missing(name));

/** The accepted value, or the engine's refusal as an error of the wire. */
export function unwrap<T>(answer: Answer<T>): T {
  if (answer.type === 'refused') throw refusal(answer);
  return answer.value;
}
