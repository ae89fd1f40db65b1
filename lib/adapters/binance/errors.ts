import { oneLine } from '../../desk/words.ts';
import { PortError, type Rejection, type Unknown } from '../../ports.ts';

/**
 * What a call that brought no answer means: to a read a `PortError`, to an order "rejected" or "unknown". The venue's
 * own code and the HTTP status decide, not ccxt's error classes: these depend on the host in the address, and turn a
 * bad key (-2015) into a rate limit once an earlier call has succeeded.
 */

/** The venue answered, and the answer is no. `code` is undefined where an edge server answered in its place. */
export class VenueRefusal extends Error {
  override readonly name = 'VenueRefusal';
  readonly status: number;
  readonly code: number | undefined;
  constructor(status: number, code: number | undefined, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Nothing came back: timeout, reset, no route. Whether the venue has acted on the request is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export type CallFailure = VenueRefusal | NoAnswer;

/** UNKNOWN, DISCONNECTED, UNEXPECTED_RESP, TIMEOUT: the venue itself does not know what became of the request. */
const FATE_UNKNOWN = new Set([-1000, -1001, -1006, -1007]);
/** Overload, shut-down, and a clock that stays off after it was measured again: asking later may help. */
const COME_BACK_LATER = new Set([-1008, -1016, -1021, -5028]);
const RATE_LIMITED = new Set([-1003, -1015]);
const UNAUTHORISED = new Set([-1002, -1022, -2014, -2015]);
/** Statuses by which an edge server turns a request away before the exchange has seen it. */
const TURNED_AWAY = new Set([401, 403, 404, 405, 413, 451]);

const isRateLimit = ({ status, code }: VenueRefusal) =>
  status === 429 || status === 418 || (code !== undefined && RATE_LIMITED.has(code));

const sentence = ({ status, code, message }: VenueRefusal) =>
  code === undefined
    ? `the venue answered HTTP ${status}: ${message}`
    : `the venue answered ${code}: ${message}`;

/** A failed read as the port names it. */
export function portErrorOf(failure: CallFailure): PortError {
  if (failure instanceof NoAnswer) return new PortError('unavailable', failure.message);
  const { status, code } = failure;
  if (isRateLimit(failure)) return new PortError('rate-limited', sentence(failure));
  if (status === 401 || (code !== undefined && UNAUTHORISED.has(code))) {
    return new PortError('unauthorised', sentence(failure));
  }
  const later = code === undefined || FATE_UNKNOWN.has(code) || COME_BACK_LATER.has(code);
  // What is left is a question that the venue does not understand; asking it again will not help.
  return new PortError(status >= 500 || later ? 'unavailable' : 'malformed', sentence(failure));
}

/** A failed order: rejected only where nothing can have been done, unknown in every other case (I10). */
export function outcomeOf(failure: CallFailure): Rejection | Unknown {
  if (failure instanceof NoAnswer) return { type: 'unknown', because: failure.message };
  const { status, code, message } = failure;
  // Limits are enforced before an order is executed.
  if (isRateLimit(failure)) return { type: 'rejected', code: code ?? -1003, because: message };
  if (status >= 500 || status === 408 || (code !== undefined && FATE_UNKNOWN.has(code))) {
    return { type: 'unknown', because: sentence(failure) };
  }
  if (code !== undefined) return { type: 'rejected', code, because: message };
  if (TURNED_AWAY.has(status)) return { type: 'rejected', code: status, because: sentence(failure) };
  return { type: 'unknown', because: sentence(failure) };
}

const LENGTH_MAX = 300;
/** Anything shorter is no secret, and would punch holes into plain words. */
const SECRET_LENGTH_MIN = 8;

/** The patterns below take time with the square of a text's length; what is said so late is not shown anyway. */
const LOOKED_AT_MAX = 2_000;

/** Text that may be written to a log: no query string, no signature, none of the given secrets, and not too long. */
export function redact(text: string, secrets: readonly string[]): string {
  // The secrets first: what is done to the text afterwards would make another text of one that holds a space.
  const clean = writings(secrets)
    .reduce((left, secret) => left.split(secret).join('…'), text)
    .slice(0, LOOKED_AT_MAX)
    .replace(/(https?:\/\/[^\s?]+)\?\S*/g, '$1')
    .replace(/\b(signature|timestamp|apiKey|secret)=[^&\s"]+/gi, '$1=…')
    .replace(/\s+/g, ' ');
  return oneLine(clean, LENGTH_MAX);
}

/** True for a text in which a secret stands, in any way of writing it. */
export const quotes = (text: string, secrets: readonly string[]): boolean =>
  writings(secrets).some(secret => text.includes(secret));

/** A secret as it is, without the line end it was pasted with, and as addresses and JSON write it; the longest first. */
function writings(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap(secret => [
    secret,
    secret.trim(),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return [...new Set(all)]
    .filter(({ length }) => length >= SECRET_LENGTH_MIN)
    .toSorted((a, b) => b.length - a.length);
}
