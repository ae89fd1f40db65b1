import type { LeverageTier } from '../../desk/instrument.ts';
import { type SymbolId, symbolId } from '../../desk/units.ts';
import { type BinanceClient, signing } from './client.ts';
import { decode } from './decode.ts';
import { tiersOf } from './mapper.ts';
import { leverageBracketWire } from './wire.ts';

/**
 * The leverage brackets of some coins, or of every coin where none is named, in one request. A named coin that the venue
 * has none of is left out. Throws a PortError.
 */
export async function readBrackets(
  unchecked: Pick<BinanceClient, 'hasKeys' | 'read'>,
  symbols: readonly SymbolId[],
): Promise<readonly { readonly symbol: SymbolId; readonly tiers: readonly LeverageTier[] }[]> {
  const client = signing(unchecked);
  const wire = decode(
    leverageBracketWire,
    await client.read('fapiPrivateGetLeverageBracket'),
    'leverage tiers',
  );
  const owners = Array.isArray(wire) ? wire : [wire];
  const wanted = new Set<string>(symbols);
  return owners
    .filter(({ symbol }) => wanted.size === 0 || wanted.has(symbol))
    .map(({ symbol }) => ({ symbol: symbolId(symbol), tiers: tiersOf(wire, symbol) }));
}
