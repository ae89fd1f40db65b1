import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

/** The first `length` base-32 digits of a text's SHA-256. */
function digest(text: string, length: number): string {
  const bytes = sha256(utf8ToBytes(text));
  return Array.from({ length }, (_, i) => ALPHABET[(bytes[i] ?? 0) & 31]).join('');
}

/** Asked for each resting order of each tick, and one process serves one desk. */
const PREFIXES = new Map<string, string>();

/** All ids of a desk begin like this, so that its own orders are known among a person's and another desk's. */
export function clientIdPrefix(desk: string): string {
  let prefix = PREFIXES.get(desk);
  if (prefix === undefined) {
    prefix = `pd${digest(desk, 6)}-`;
    PREFIXES.set(desk, prefix);
  }
  return prefix;
}

/**
 * The id of one order: the same for the same desk, position, leg and sequence number, whoever computes it and
 * whenever (I10). 28 characters of the 36 the venue allows.
 */
export const clientIdOf = (desk: string, positionId: string, leg: string, seq: number): string =>
  `${clientIdPrefix(desk)}${leg.slice(0, 1)}${digest(`${desk}|${positionId}|${leg}|${seq}`, 18)}`;

/** True for the orders by which this desk opens or enlarges a position: leg `entry` is the only one with this letter. */
export const isEntryId = (desk: string, clientId: string): boolean =>
  clientId.startsWith(`${clientIdPrefix(desk)}e`);

/** What an order of the guardian is for: a stop, a close at market, a trial of the stop endpoint. */
export type GuardianLeg = 'guard' | 'flatten' | 'canary';

/** Whether an id was given by the guardian of this desk for this purpose: no leg of the trader begins like one of its. */
export const isGuardianId = (desk: string, leg: GuardianLeg, clientId: string): boolean =>
  clientId.startsWith(`${clientIdPrefix(desk)}${leg.slice(0, 1)}`);

export const isOwnClientId = (desk: string, clientId: string): boolean =>
  clientId.startsWith(clientIdPrefix(desk));
