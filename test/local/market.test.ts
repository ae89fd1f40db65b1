import { expect, test } from 'vitest';
import { embeddedEnvironment } from '../../lib/local/desk-environment.ts';
import { judgedMarket, marketName } from '../../lib/local/market.ts';
import { type KeptTexts, keptTexts, settingsOf } from '../../lib/local/settings.ts';
import { readEnvironment } from '../../lib/wiring/environment.ts';

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
