/**
 * How the venue says no: its number and its sentence, as the real one writes them. A refusal changes nothing in the
 * engine's state. Codes are those of Binance USD-M futures' error list.
 */
export interface Refusal {
  readonly type: 'refused';
  readonly code: number;
  readonly because: string;
}
/** What an instruction to the engine comes to. */
export type Answer<T> = { readonly type: 'accepted'; readonly value: T } | Refusal;

export const accepted = <T>(value: T): Answer<T> => ({ type: 'accepted', value });
export const refused = (code: number, because: string): Refusal => ({ type: 'refused', code, because });

/** The refusals that more than one place gives. */
export const refuse = {
  badSymbol: () => refused(-1121, 'Invalid symbol.'),
  noSuchOrder: () => refused(-2013, 'Order does not exist.'),
  unknownOrder: () => refused(-2011, 'Unknown order sent.'),
  wouldTrigger: () => refused(-2021, 'Order would immediately trigger.'),
  reduceOnly: () => refused(-2022, 'ReduceOnly Order is rejected.'),
  marginShort: () => refused(-2019, 'Margin is insufficient.'),
  positionSide: () => refused(-4061, "Order's position side does not match user's setting."),
  missing: (parameter: string) =>
    refused(-1102, `Mandatory parameter '${parameter}' was not sent, was empty/null, or malformed.`),
  illegal: (parameter: string) => refused(-1100, `Illegal characters found in parameter '${parameter}'.`),
  badData: (parameter: string) => refused(-1130, `Data sent for parameter '${parameter}' is not valid.`),
  notRequired: (parameter: string) => refused(-1106, `Parameter '${parameter}' sent when not required.`),
} as const;
