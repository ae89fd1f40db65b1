import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError, statusOf, validationError } from './aws-error.ts';
import { answerJson, readText } from './http.ts';
import { JsonInput } from './json-input.ts';

/** A failure to come: the next `times` requests (of one operation, if named) are answered with `error`. */
export interface Fault {
  times: number;
  readonly error: string;
  readonly operation: string | undefined;
  /** `none`: the work is not done. `applied`: it is done, and the answer says that it failed. */
  readonly effect: 'none' | 'applied';
}

const PATH = '/sim/faults';

/**
 * Failures on demand, on a path that no AWS service has: POST /sim/faults {times, error, operation?, effect?} adds
 * one, DELETE forgets all, GET lists what is left.
 */
export class Faults {
  #waiting: Fault[] = [];

  /** True for a request that is about faults; the caller hands it to `control`. */
  concerns(request: IncomingMessage): boolean {
    return request.url === PATH;
  }

  /** The fault this operation meets, used up by one; undefined on a good day. */
  take(operation: string): Fault | undefined {
    if (this.#waiting.length === 0) return undefined;
    const fault = this.#waiting.find(
      waiting => waiting.operation === undefined || waiting.operation === operation,
    );
    if (fault === undefined) return undefined;
    fault.times -= 1;
    this.#waiting = this.#waiting.filter(({ times }) => times > 0);
    return fault;
  }

  async control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readText(request);
      if (request.method === 'POST') this.#waiting.push(parseFault(body));
      else if (request.method === 'DELETE') this.#waiting = [];
      answerJson(response, 200, { faults: this.#waiting });
    } catch (error) {
      answerJson(response, 400, { message: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** The body that a fault answers with. */
export const faultBody = ({ error }: Fault) => ({ __type: error, message: `${error}: asked for by ${PATH}` });
export const faultStatus = ({ error }: Fault): number => statusOf(error);
export const asError = (fault: Fault): AwsError => new AwsError(fault.error, faultBody(fault).message);

function parseFault(body: string): Fault {
  const input = new JsonInput(JSON.parse(body));
  const times = input.maybeNumber('times') ?? 1;
  const effect = input.maybeText('effect') ?? 'none';
  if (!(Number.isInteger(times) && times > 0)) throw validationError('times must be a whole number above 0.');
  if (effect !== 'none' && effect !== 'applied') throw validationError('effect must be none or applied.');
  return { times, error: input.text('error'), operation: input.maybeText('operation'), effect };
}
