import { columnOf } from '../schema.ts';
import { OWN_NAMES } from './own.ts';

const own = (name: string) => columnOf(OWN_NAMES, name);

const BITCOIN_COLUMNS = ['return-4', 'return-16', 'return-96', 'atr-fraction', 'rsi-14'];
const MEAN_COLUMNS = ['return-1', 'return-4', 'return-16', 'return-96'];
const RELATIVE_COLUMNS = ['return-4', 'return-16', 'return-96'];
const RANK_COLUMNS = ['return-4', 'return-16', 'return-96', 'atr-fraction', 'volume-z-96'];

/** What is read from all coins at the same bar, after a coin's own. */
export const MARKET_NAMES: readonly string[] = [
  ...BITCOIN_COLUMNS.map(name => `bitcoin-${name}`),
  ...MEAN_COLUMNS.map(name => `market-${name}`),
  ...RELATIVE_COLUMNS.map(name => `relative-${name}`),
  ...RANK_COLUMNS.map(name => `rank-${name}`),
];

/** The rows of all coins at one bar, in the coins' order; `columns` numbers each, the own features filled in. */
export interface CrossSection {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Which row is Bitcoin's, or -1. */
  readonly bitcoin: number;
}

/** Fills in the market's part of each row. Missing values take no part in means and ranks, and stay missing. */
export function writeMarket(section: CrossSection): void {
  let column = OWN_NAMES.length;
  for (const name of BITCOIN_COLUMNS) {
    const { values, columns, bitcoin } = section;
    const value = bitcoin < 0 ? Number.NaN : (values[bitcoin * columns + own(name)] as number);
    fill(section, column++, () => value);
  }
  for (const name of MEAN_COLUMNS) {
    const average = meanOf(section, own(name));
    fill(section, column++, () => average);
  }
  for (const name of RELATIVE_COLUMNS) {
    const average = meanOf(section, own(name));
    fill(section, column++, row => valueAt(section, row, own(name)) - average);
  }
  for (const name of RANK_COLUMNS) {
    const from = own(name);
    fill(section, column++, row => rankOf(section, row, from));
  }
}

const valueAt = ({ values, columns }: CrossSection, row: number, column: number): number =>
  values[row * columns + column] as number;

function fill(section: CrossSection, column: number, of: (row: number) => number): void {
  for (let row = 0; row < section.rows; row += 1) section.values[row * section.columns + column] = of(row);
}

function meanOf(section: CrossSection, column: number): number {
  let [sum, known] = [0, 0];
  for (let row = 0; row < section.rows; row += 1) {
    const value = valueAt(section, row, column);
    if (Number.isNaN(value)) continue;
    sum += value;
    known += 1;
  }
  return known === 0 ? Number.NaN : sum / known;
}

/** Share of the other coins that lie below, ties counting half; missing for a coin alone. */
function rankOf(section: CrossSection, row: number, column: number): number {
  const own = valueAt(section, row, column);
  let [below, others] = [0, -1];
  for (let other = 0; other < section.rows; other += 1) {
    const value = valueAt(section, other, column);
    if (Number.isNaN(value)) continue;
    others += 1;
    if (value < own) below += 1;
    else if (value === own && other !== row) below += 0.5;
  }
  return Number.isNaN(own) || others < 1 ? Number.NaN : below / others;
}
