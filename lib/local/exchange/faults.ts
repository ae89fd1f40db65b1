/** A fault that the next matching requests meet, as POST /sim/faults takes them. */
export interface Fault {
  /** Method and path: `POST /fapi/v1/order`. */
  readonly match: string;
  /** How many requests it meets. */
  readonly times: number;
  readonly status?: 500 | 503 | 429 | 418;
  readonly code?: number;
  readonly msg?: string;
  /** `applied`: the request is carried out, and then answered with the fault. */
  readonly effect?: 'none' | 'applied';
  /** No answer at all: the connection drops. */
  readonly hang?: boolean;
}

const DEFAULTS: Readonly<Record<number, { readonly code: number; readonly msg: string }>> = {
  500: { code: -1000, msg: 'An unknown error occured while processing the request.' },
  503: {
    code: -1007,
    msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  },
  429: { code: -1003, msg: 'Too many requests; current limit of IP(127.0.0.1) is 2400 requests per minute.' },
  418: { code: -1003, msg: 'Way too many requests; IP(127.0.0.1) banned until 1767225600000.' },
};

/** The faults still to come, in the order given. */
export class Faults {
  #waiting: { readonly fault: Fault; left: number }[] = [];

  /** Replaces the list; an empty one clears it. */
  set(faults: readonly Fault[]): void {
    this.#waiting = faults.map(fault => ({ fault, left: fault.times }));
  }

  /** The fault that this request meets, used up by one. */
  take(route: string): Fault | undefined {
    if (this.#waiting.length === 0) return undefined;
    const found = this.#waiting.find(waiting => waiting.fault.match === route);
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#waiting = this.#waiting.filter(waiting => waiting !== found);
    return found.fault;
  }
}

export function faultBody(fault: Fault): { readonly status: number; readonly body: string } {
  const status = fault.status ?? 500;
  const known = DEFAULTS[status];
  const code = fault.code ?? known?.code ?? -1000;
  return { status, body: JSON.stringify({ code, msg: fault.msg ?? known?.msg ?? 'Unknown error.' }) };
}
