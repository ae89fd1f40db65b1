import type { SymbolId } from '../../desk/units.ts';
import { type Outcome, PortError } from '../../ports.ts';
import type { Engine } from '../engine/engine.ts';
import { type Answer, type Refusal, refuse } from '../engine/refusal.ts';
import type { SimInstrument } from '../market.ts';

/** What the engine answers, in the words of the ports: the codes and sentences are those of the wire. */

/** Something was to be done: accepted with its report, or rejected. Never unknown: no answer is lost in a process. */
export const outcomeOf = <T, R>(answer: Answer<T>, report: (value: T) => R): Outcome<R> =>
  answer.type === 'accepted'
    ? { type: 'accepted', report: report(answer.value) }
    : { type: 'rejected', code: answer.code, because: answer.because };

/** Something was asked: a question that the venue refuses will not be understood the next time either. */
export const portErrorOf = ({ code, because }: Refusal) =>
  new PortError('malformed', `the venue answered ${code}: ${because}`);

/** The market of this name. Throws a PortError for one that the venue does not have. */
export function instrumentAt(engine: Engine, symbol: SymbolId): SimInstrument {
  const it = engine.instrument(symbol);
  if (it === undefined) throw portErrorOf(refuse.badSymbol());
  return it;
}
