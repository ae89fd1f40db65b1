/** How one thing stands that a desk needs before it is deployed, trusted with money, or taken down. */
export type CheckState =
  /** As it has to be. */
  | 'ok'
  /** It works, and somebody should know of it. */
  | 'warning'
  /** Something that has to be there is not. */
  | 'missing'
  /** What is there is wrong. */
  | 'refused'
  /** Nobody could look, so nobody knows: as bad as missing, since it may be. */
  | 'not-checked';

export interface Check {
  readonly name: string;
  readonly state: CheckState;
  /** What was seen, without a full stop; of what was not checked, why. */
  readonly seen: string;
  /** What to do next, on one line: a command where there is one. Absent where there is nothing to do. */
  readonly next?: string;
}

/** What was found out about one thing: it is known, it is not there, or it could not be asked. `because` is a sentence's part. */
export type Fact<T> =
  | { readonly type: 'known'; readonly value: T }
  | { readonly type: 'absent'; readonly because: string }
  | { readonly type: 'unknown'; readonly because: string };

export const known = <T>(value: T): Fact<T> => ({ type: 'known', value });
export const absent = (because: string): Fact<never> => ({ type: 'absent', because });
export const unknown = (because: string): Fact<never> => ({ type: 'unknown', because });

/** The venue's word for a key that it does not take from this address: so is a key that is bound to the desk's. */
export const isKeyRefusedHere = (because: string): boolean => because.includes('-2015');

export const check = (name: string, state: CheckState, seen: string, next?: string): Check => ({
  name,
  state,
  seen,
  ...(next === undefined ? {} : { next }),
});

interface Judgement<T> {
  readonly name: string;
  /** What to do where it is not there. */
  readonly absent?: string;
  readonly judge: (value: T) => Omit<Check, 'name'>;
}

/** A fact as a check: only what is known is judged. */
export function judged<T>(fact: Fact<T>, { name, judge, ...next }: Judgement<T>): Check {
  switch (fact.type) {
    case 'known':
      return { name, ...judge(fact.value) };
    case 'absent':
      return check(name, 'missing', fact.because, next.absent);
    case 'unknown':
      return check(name, 'not-checked', fact.because);
    default:
      return fact satisfies never;
  }
}

/** Whether one may go on: nothing is missing, refused, or left unlooked at. */
export const mayGoOn = (checks: readonly Check[]): boolean =>
  checks.every(({ state }) => state === 'ok' || state === 'warning');
