import { expect, onTestFinished, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { embeddedEnvironment } from '../../lib/local/desk-environment.ts';
import { findingsOf, firstMinute, judgedMarket, marketName, openMarket } from '../../lib/local/market.ts';
import { runServers } from '../../lib/local/run-servers.ts';
import { greeting, type Session } from '../../lib/local/session.ts';
import { type KeptTexts, keptTexts, settingsOf } from '../../lib/local/settings.ts';
import { readEnvironment } from '../../lib/wiring/environment.ts';
import { csv, folderWith, minuteRows } from '../sim/markets/folders.ts';

const at = 'http://127.0.0.1:1';

/** The market as the functions of such a desk know it. */
function asDeployed(texts: KeptTexts): string {
  const market = marketName(settingsOf(texts).market);
  const servers = { dynamodb: at, parameters: at, exchange: at };
  return readEnvironment(embeddedEnvironment({}, { desk: 'main', servers, forcedSignals: undefined, market }))
    .market;
}

test.each<[string, KeptTexts]>([
  ['synthetic', {}],
  ['martingale', { martingale: 'true' }],
  ['simple', { market: 'simple' }],
  ['simple', { demo: 'true' }],
  ['binance-usdm', { market: 'recorded', data: '/data' }],
])('whoever asks a stored desk judges its models by the market that its functions do: %s', (name, given) => {
  const texts = keptTexts(given, undefined);
  expect([judgedMarket(texts), asDeployed(texts)]).toEqual([name, name]);
});

const MINUTES = [...minuteRows(30), ...minuteRows(60, 40)];
const texts = (folder: string, from?: string): KeptTexts => ({
  market: 'recorded',
  data: folder,
  ...(from === undefined ? {} : { from }),
});

test('what is odd about recorded data is told of the minutes that are to be run', () => {
  const settings = settingsOf(keptTexts(texts(folderWith({ 'BTCUSDT-1m.csv': csv(...MINUTES) })), undefined));
  const market = openMarket(settings.market);
  const from = firstMinute(settings, market);
  const gap = expect.stringMatching(/^BTCUSDT: 1 gap, 10 minutes from 2025-05-25 11:03/);
  expect(findingsOf(market, from)).toContainEqual(gap);
  expect(findingsOf(market, from, 60)).toContainEqual(gap);
  expect(findingsOf(market, from, 20)).not.toContainEqual(gap);
});

test('of a drawn market nothing is odd', () => {
  const settings = settingsOf(keptTexts({ market: 'simple' }, undefined));
  const market = openMarket(settings.market);
  expect(findingsOf(market, market.startsAt)).toEqual([]);
});

test('a start says what is odd about its data before its first minute', () => {
  const said = greeting({
    settings: settingsOf(keptTexts({ market: 'simple' }, undefined)),
    servers: { goesOn: false, findings: ['BTCUSDT: 1 gap', 'no funding is recorded'] },
    run: { next: epochMs(Date.UTC(2025, 4, 25)) },
  } as unknown as Session);
  expect(said.split('\n').slice(1)).toEqual(['data: BTCUSDT: 1 gap', 'data: no funding is recorded']);
});

test('the servers of a desk tell it, as they alone have its market', async () => {
  const folder = folderWith({ 'BTCUSDT-1m.csv': csv(...MINUTES) });
  const order = { stateFolder: folderWith({}), fresh: true, given: texts(folder) };
  const servers = await runServers(order);
  onTestFinished(() => servers.close());
  expect(servers.findings.join('\n')).toContain('BTCUSDT: 1 gap');
});
