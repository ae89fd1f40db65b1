import type { SymbolId } from '../units.ts';

/**
 * Coins that move together for a reason the last week's prices may not show. This project's own table; a coin that
 * stands in none belongs to none. Multiplied contracts (`1000PEPE`) are listed by their base asset.
 */
const GROUPS: Readonly<Record<string, string>> = {
  majors: 'BTC ETH BNB',
  L1: 'SOL ADA AVAX DOT NEAR APT SUI TRX ATOM ALGO XLM XRP LTC BCH ETC TON SEI INJ TIA FTM S HBAR ICP KAS EGLD XTZ EOS NEO QTUM ZEC DASH XMR',
  L2: 'ARB OP MATIC POL STRK MANTA METIS IMX ZK ZRO LRC BLAST SCR',
  DeFi: 'UNI AAVE MKR SKY CRV COMP SNX SUSHI YFI 1INCH DYDX GMX LDO PENDLE ENA JUP RAY CAKE RUNE ETHFI EIGEN HYPE ASTER ONDO MORPHO',
  meme: 'DOGE 1000SHIB SHIB 1000PEPE PEPE 1000BONK BONK 1000FLOKI FLOKI WIF BOME MEW POPCAT GOAT NEIRO PEOPLE TURBO MEME BRETT PNUT TRUMP PENGU FARTCOIN MOODENG 1000CAT 1000000MOG',
  AI: 'FET AGIX OCEAN RNDR RENDER TAO WLD ARKM VIRTUAL AI16Z AIXBT GRIFFAIN IO AKT GRASS',
  oracles: 'LINK BAND PYTH API3 TRB UMA',
  games: 'AXS SAND MANA GALA ENJ ILV APE PIXEL BEAMX YGG RON',
  storage: 'FIL AR STORJ',
  ordinals: 'ORDI 1000SATS RATS 1000RATS',
};

const GROUP_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(GROUPS).flatMap(([group, bases]) => bases.split(' ').map(base => [base, group] as const)),
);

/** The group of a USDT market, or undefined. */
export const groupOf = (symbol: SymbolId): string | undefined => GROUP_OF.get(symbol.replace(/USDT$/, ''));
