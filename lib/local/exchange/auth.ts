import { createHmac } from 'node:crypto';
import type { Params } from './params.ts';
import { badRequest, missing, WireError } from './wire-error.ts';

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
}

const RECV_WINDOW_MS = 5_000;
const RECV_WINDOW_MS_MAX = 60_000;
const AHEAD_MS_MAX = 1_000;

/**
 * The venue's checks of a signed request: key, timestamp within recvWindow of the market's time, and HMAC-SHA256 over
 * the parameters exactly as they were sent.
 */
export function authenticate(
  raw: string,
  params: Params,
  apiKey: string | undefined,
  credentials: Credentials,
  now: number,
): void {
  if (apiKey === undefined || apiKey === '') throw new WireError(401, -2014, 'API-key format invalid.');
  if (apiKey !== credentials.apiKey) {
    throw new WireError(401, -2015, 'Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1');
  }
  const timestamp = params.needInteger('timestamp');
  const recvWindow = params.integer('recvWindow') ?? RECV_WINDOW_MS;
  if (recvWindow > RECV_WINDOW_MS_MAX) throw badRequest(-1131, 'recvWindow must be less than 60000');
  const signature = params.text('signature');
  if (signature === undefined) throw missing('signature');
  const payload = raw.replace(/(^|&)signature=[^&]*/, '').replace(/^&/, '');
  if (createHmac('sha256', credentials.secret).update(payload).digest('hex') !== signature) {
    throw badRequest(-1022, 'Signature for this request is not valid.');
  }
  if (timestamp >= now + AHEAD_MS_MAX) {
    throw badRequest(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
  }
  if (timestamp < now - recvWindow) {
    throw badRequest(-1021, 'Timestamp for this request is outside of the recvWindow.');
  }
}
