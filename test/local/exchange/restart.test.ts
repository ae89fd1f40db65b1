import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { flat, scriptedMarket } from '../../kit/scripted-market.ts';
import { Client, ORDER, options, STOP } from './client.ts';

let stateFolder = '';
beforeEach(() => {
  stateFolder = mkdtempSync(join(tmpdir(), 'exchange-'));
});
afterEach(() => rmSync(stateFolder, { recursive: true, force: true }));

const opened = () => new Client(new Exchange(options({ stateFolder })));
function trade(client: Client): void {
  client.signed('POST /fapi/v1/leverage', { symbol: 'SOLUSDT', leverage: 3 });
  client.signed('POST /fapi/v1/order', ORDER);
  client.signed('POST /fapi/v1/algoOrder', STOP);
  client.sim('POST /sim/advance', { minutes: 7 });
  client.sim('POST /sim/adl', { symbol: 'SOLUSDT', qty: 2 });
  client.sim('POST /sim/transfer', { amountUsd: 10 });
  client.sim('POST /sim/book', { symbol: 'SOLUSDT', depthTimes: 0.5 });
  client.signed('POST /fapi/v1/feeBurn', { feeBurn: true });
  client.sim('POST /sim/transfer', { amountBnb: 2 });
}

test('a new process on the same folder goes on where the old one was', () => {
  const first = opened();
  trade(first);
  const again = opened();
  expect(again.exchange.engine.snapshot()).toEqual(first.exchange.engine.snapshot());
  expect(again.signed('GET /fapi/v1/openAlgoOrders').body).toHaveLength(1);
  again.sim('POST /sim/advance', { minutes: 1 });
  expect(opened().exchange.engine.now).toBe(again.exchange.engine.now);
});

test('what an older state does not know begins as in a new account', () => {
  trade(opened());
  opened();
  const path = join(stateFolder, 'exchange-snapshot.json');
  const snapshot = JSON.parse(readFileSync(path, 'utf8')) as { state: Record<string, unknown> };
  const { books: _books, feeBurn: _feeBurn, bnb: _bnb, ...older } = snapshot.state;
  writeFileSync(path, JSON.stringify({ ...snapshot, state: { ...older, rules: { margin: false } } }));
  const { engine } = opened().exchange;
  expect(engine.state).toMatchObject({ books: {}, feeBurn: false, bnb: 0 });
  expect(engine.rules).toMatchObject({ margin: false, settlement: true });
});

test('a torn last line was never answered, and is dropped', () => {
  const first = opened();
  trade(first);
  appendFileSync(join(stateFolder, 'exchange-log.jsonl'), '{"seq":5,"name":"adv');
  const again = opened();
  expect(again.exchange.engine.snapshot()).toEqual(first.exchange.engine.snapshot());
});

test('snapshots replace the log, and what comes after them is kept', () => {
  const first = opened();
  trade(first);
  for (let i = 0; i < 600; i += 1) first.sim('POST /sim/rules', { margin: i % 2 === 0 });
  expect(readFileSync(join(stateFolder, 'exchange-log.jsonl'), 'utf8').split('\n').length).toBeLessThan(200);
  expect(opened().exchange.engine.snapshot()).toEqual(first.exchange.engine.snapshot());
});

test('the state of another market is refused in one clear line', () => {
  trade(opened());
  const other = scriptedMarket({ SOLUSDT: flat(101, 60) });
  expect(() => new Exchange(options({ stateFolder, market: other }))).toThrow(
    /another market .*give another state folder/,
  );
});

test('kill -9 loses nothing that was answered', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'killed.ts'), stateFolder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const answered = await new Promise<string>(resolve => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > 700) child.kill('SIGKILL');
    });
    child.once('close', () => resolve(text));
  });
  const printed = answered.split('\n').filter(line => /^n\d+$/.test(line));
  const kept = new Set(opened().exchange.engine.state.accepted.map(line => line.clientId));
  expect(printed.length).toBeGreaterThan(600);
  expect(printed.filter(id => !kept.has(id)).slice(0, 3)).toEqual([]);
});
