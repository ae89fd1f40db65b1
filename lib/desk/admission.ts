import type { EpochMs } from './units.ts';
import { dayText } from './words.ts';

/** What the venue says of a live account, and of the key that the desk uses on it. */
export interface AccountAccess {
  /** Long and short in one symbol at once. */
  readonly hedgeMode: boolean;
  /** One margin for spot and futures; other endpoints serve such an account. */
  readonly portfolioMargin: boolean;
  readonly mayTradeFutures: boolean;
  readonly mayWithdraw: boolean;
  /** Between accounts of the same person. */
  readonly mayTransfer: boolean;
  /** Good from a list of addresses alone. */
  readonly boundToAddresses: boolean;
  /** When the venue takes the right to trade away from a key that is not bound; undefined where it names no day. */
  readonly tradingEndsAt: EpochMs | undefined;
}

/** Why a live account is not traded, and what its owner should know though it is. A plain sentence each. */
export interface Admission {
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** The key and the account as the desk wants them before it opens anything live. Pure. */
export function admissionOf(access: AccountAccess): Admission {
  const refusals = [
    access.mayWithdraw &&
      'the API key may withdraw: take that right from it at the venue, or make a key that only reads and trades futures',
    !access.mayTradeFutures &&
      'the API key may not trade futures: give it that right at the venue; a key older than the futures account never has it, so make a new one',
    access.hedgeMode &&
      'the account is in hedge mode: close its positions and switch position mode to one-way',
    access.portfolioMargin &&
      'the account is in portfolio margin, which the desk cannot reckon with: leave it, or use a sub-account without it',
  ];
  const until = access.tradingEndsAt === undefined ? '' : ` on ${dayText(access.tradingEndsAt)}`;
  const warnings = [
    !access.boundToAddresses &&
      `the API key is bound to no address, so whoever has it can trade, and the venue ends its right to trade${until}: restrict it to the desk's fixed address`,
    access.mayTransfer &&
      'the API key may move money between your accounts: the desk never does, so take that right from it',
  ];
  return { refusals: refusals.filter(isSaid), warnings: warnings.filter(isSaid) };
}

const isSaid = (sentence: string | false): sentence is string => sentence !== false;

/** Three hands on one number: who deployed the desk, who operates it, and the venue. */
export interface Confirmation {
  /** In the stack's settings. */
  readonly deployed: string;
  /** In the confirmation parameter; undefined where there is none. */
  readonly confirmed: string | undefined;
  /** The number of the account that the key belongs to, by the venue. */
  readonly actual: string;
}

/** Why the desk may not touch this account at all; undefined when all three agree. Pure. */
export function confirmationFault(
  { deployed, confirmed, actual }: Confirmation,
  parameter: string,
): string | undefined {
  if (confirmed === undefined)
    return `the live account is not confirmed: look its number up at the venue, and run npm run desk -- live confirm NUMBER (it is kept in ${parameter})`;
  if (confirmed !== deployed)
    return `${parameter} confirms account ${confirmed}, the desk was deployed for account ${deployed}: make the two the same account, whichever is meant`;
  if (confirmed !== actual)
    return `the live keys belong to account ${actual}, confirmed is account ${confirmed}: store the keys of the confirmed account, or confirm the other one in both places`;
  return undefined;
}
