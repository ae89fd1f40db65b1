import { type Leverage, type NotionalUsd, type SymbolId, leverage as toLeverage } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { leverageMaxOf, notionalMaxAt } from './margin.ts';
import { type Answer, accepted, refuse, refused } from './refusal.ts';
import type { MarginType } from './state.ts';

export interface LeverageSet {
  readonly symbol: SymbolId;
  readonly leverage: Leverage;
  readonly notionalMax: NotionalUsd;
}

/** Sets a symbol's leverage. Refused outside the tiers, below what a held position needs, and lower while isolated. */
export function setLeverage(core: Core, symbol: SymbolId, times: number): Answer<LeverageSet> {
  const instrument = core.instruments.get(symbol);
  if (instrument === undefined) return refuse.badSymbol();
  if (!Number.isInteger(times) || times < 1 || times > leverageMaxOf(instrument.tiers)) {
    return refused(-4028, `Leverage ${times} is not valid`);
  }
  const setting = core.settingOf(symbol);
  const notionalMax = notionalMaxAt(instrument.tiers, toLeverage(times));
  const position = core.positionOf(symbol);
  if (position !== undefined) {
    if (setting.marginType === 'ISOLATED' && times < setting.leverage) {
      return refused(
        -4161,
        'Leverage reduction is not supported in Isolated Margin Mode with open positions.',
      );
    }
    if (Math.abs(position.qty) * core.markOf(position) > notionalMax) {
      return refused(-2027, 'Exceeded the maximum allowable position at current leverage.');
    }
  }
  core.state.settings[symbol] = { ...setting, leverage: toLeverage(times) };
  return accepted({ symbol, leverage: toLeverage(times), notionalMax });
}

/** Isolated or cross for a symbol; not while it has orders or a position, and never isolated in Credits mode. */
export function setMarginType(core: Core, symbol: SymbolId, marginType: MarginType): Answer<MarginType> {
  if (!core.instruments.has(symbol)) return refuse.badSymbol();
  const { accountKind, rules } = core.state;
  if (marginType === 'ISOLATED' && accountKind === 'credits-cross' && rules['isolated-refused']) {
    return refused(-4168, 'Unable to adjust to isolated-margin mode under the Multi-Assets mode.');
  }
  const setting = core.settingOf(symbol);
  if (setting.marginType === marginType) return refused(-4046, 'No need to change margin type.');
  if (core.openOrdersOf(symbol).length > 0 || core.liveAlgosOf(symbol).length > 0) {
    return refused(-4047, 'Margin type cannot be changed if there exists open orders.');
  }
  if (core.positionOf(symbol) !== undefined) {
    return refused(-4048, 'Margin type cannot be changed if there exists position.');
  }
  core.state.settings[symbol] = { ...setting, marginType };
  return accepted(marginType);
}

/** One-way or hedge mode for the whole account; not while anything is open. */
export function setHedgeMode(core: Core, hedge: boolean): Answer<boolean> {
  if (core.state.hedgeMode === hedge) return refused(-4059, 'No need to change position side.');
  if (core.openOrders().length > 0 || core.liveAlgos().length > 0) {
    return refused(-4067, 'Position side cannot be changed if there exists open orders.');
  }
  if (Object.keys(core.state.positions).length > 0) {
    return refused(-4068, 'Position side cannot be changed if there exists position.');
  }
  core.state.hedgeMode = hedge;
  return accepted(hedge);
}
