import { type AccountAccess, admissionOf, confirmationFault } from '../admission.ts';
import { minuteText } from '../words.ts';
import { type Check, check, type Fact, isKeyRefusedHere, judged } from './check.ts';
import { onCdk, onDesk, type Subject } from './target.ts';

export interface StoredKey {
  readonly name: string;
  readonly encrypted: boolean;
}

/** Whether key and secret of the mode are stored, and encrypted; what they are is nobody's business. */
export function keysCheck(stored: Fact<readonly StoredKey[]>, subject: Subject): Check {
  const wanted = [`${subject.mode}-key`, `${subject.mode}-secret`];
  return judged(stored, {
    name: 'key stored',
    judge: keys => {
      const missing = wanted.filter(name => !keys.some(key => key.name === name));
      const [first] = missing;
      const plain = keys.find(({ name, encrypted }) => wanted.includes(name) && !encrypted)?.name;
      if (first === undefined && plain !== undefined)
        return {
          state: 'refused',
          seen: `${plain} is stored in plain text`,
          next: `delete that parameter, since its type stays for good; then ${onDesk(subject, `secrets set ${plain}`)}`,
        };
      return first === undefined
        ? { state: 'ok', seen: `${wanted.join(' and ')}, encrypted` }
        : {
            state: 'missing',
            seen: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not stored`,
            next: onDesk(subject, `secrets set ${first}`),
          };
    },
  });
}

export interface AccountModeSeen {
  readonly kind: 'usdt-isolated' | 'credits-cross';
  readonly hedgeMode: boolean;
}

const MARGIN: Readonly<Record<AccountModeSeen['kind'], string>> = {
  'usdt-isolated': 'a margin for each position',
  'credits-cross': 'multi-assets: one margin for all positions, as in the European Economic Area',
};

/** One-way position mode, and how margin is held. */
export const accountModeCheck = (mode: Fact<AccountModeSeen>): Check =>
  judged(mode, {
    name: 'account mode',
    judge: ({ hedgeMode, kind }) =>
      hedgeMode
        ? {
            state: 'refused',
            seen: 'hedge mode: long and short in one coin at once, which the desk refuses',
            next: 'at the venue: close all positions, then Preferences, Position Mode, One-way',
          }
        : { state: 'ok', seen: `one-way, ${MARGIN[kind]}` },
  });

/** What a live desk itself has last found about its account: it reads the rights of its key once an hour. */
export interface DeskWord {
  /** The minute that it decided. */
  readonly at: number;
  /** Why it opens nothing on the account; undefined where it would. */
  readonly refusal: string | undefined;
}

export interface LiveAccount {
  /** As the venue tells it here. A key that is bound to the desk's address is refused here, as it should be. */
  readonly access: Fact<AccountAccess>;
  readonly word: Fact<DeskWord>;
  /** The address that the stack has. */
  readonly egress: Fact<string>;
}

const KEY_PAGE = 'at the venue, API Management';

/** What the key may do: trade futures, not withdraw. Where the venue does not say it here, the desk's own reading counts. */
export function rightsCheck({ access, word }: LiveAccount, subject: Subject): Check {
  if (access.type === 'known') {
    // Position mode and the address have checks of their own.
    const { refusals, warnings } = admissionOf({ ...access.value, hedgeMode: false, boundToAddresses: true });
    if (refusals.length > 0) return check('key rights', 'refused', refusals.join('; '), KEY_PAGE);
    const seen = 'may trade futures, may not withdraw';
    return warnings.length === 0
      ? check('key rights', 'ok', seen)
      : check('key rights', 'warning', `${seen}; ${warnings.join('; ')}`, KEY_PAGE);
  }
  if (word.type !== 'known')
    return check(
      'key rights',
      'not-checked',
      `not from here (${access.because}), and not by the desk (${word.because})`,
      onDesk(subject, 'status'),
    );
  const { at, refusal } = word.value;
  const when = `the desk itself, at ${minuteText(at)} UTC`;
  return refusal === undefined
    ? check('key rights', 'ok', `found good by ${when}`)
    : check('key rights', 'refused', `${when}: ${refusal}`, KEY_PAGE);
}

/** The fixed address, and whether the key is bound to it: the venue takes the right to trade from keys that are not. */
export function egressCheck({ access, word, egress }: LiveAccount, subject: Subject): Check {
  if (egress.type !== 'known')
    return judged(egress, {
      name: 'address',
      absent: `deploy the live desk: ${onCdk(subject, 'deploy')} prints EgressAddress`,
      judge: () => ({ state: 'ok', seen: '' }),
    });
  const address = egress.value;
  const bind = `${KEY_PAGE}: restrict the key to ${address} alone`;
  if (access.type === 'known')
    return access.value.boundToAddresses
      ? check('address', 'warning', `${address}; but the key works from this machine, too`, bind)
      : check('address', 'missing', `${address}; the key is bound to no address`, bind);
  return isKeyRefusedHere(access.because) && word.type === 'known' && word.value.refusal === undefined
    ? check('address', 'ok', `${address}; the key works there, and is refused here`)
    : check('address', 'not-checked', `${address}; whether the key is bound to it: ${access.because}`, bind);
}

export interface AccountNumbers {
  /** In the stack's settings. */
  readonly deployed: string | undefined;
  /** In the confirmation parameter; known as undefined where there is none. */
  readonly confirmed: Fact<string | undefined>;
  /** By the venue, now or when the desk first asked. */
  readonly actual: Fact<string>;
  readonly parameter: string;
}

/** Three hands on one number. Where the venue cannot say it, the two others must agree all the same. */
export function accountCheck(
  { deployed = '', confirmed, actual, parameter }: AccountNumbers,
  subject: Subject,
): Check {
  return judged(confirmed, {
    name: 'account',
    judge: number => {
      const told = actual.type === 'known' ? actual.value : (number ?? '');
      const fault = confirmationFault({ deployed, confirmed: number, actual: told }, parameter);
      const next = onDesk(subject, `live confirm ${deployed === '' ? 'NUMBER' : deployed}`);
      if (fault !== undefined)
        return { state: number === undefined ? 'missing' : 'refused', seen: fault, next };
      return actual.type === 'known'
        ? { state: 'ok', seen: `${deployed}, by the deployment, by the confirmation and by the venue` }
        : {
            state: 'not-checked',
            seen: `${deployed} was deployed and confirmed; whose the key is: ${actual.because}`,
            next: onDesk(subject, 'status'),
          };
    },
  });
}
