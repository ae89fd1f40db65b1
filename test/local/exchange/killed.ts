/** Run by the restart test in a process of its own: places orders and prints each id once it has been answered. */
import { writeSync } from 'node:fs';
import { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { Client, ORDER, options } from './client.ts';

const client = new Client(new Exchange(options({ stateFolder: process.argv[2] ?? '' })));
// Time stands still, and 300 orders in ten seconds would be the end of it.
client.sim('POST /sim/rules', { 'order-count': false });
for (let i = 0; i < 1_000_000; i += 1) {
  const side = i % 2 === 0 ? 'BUY' : 'SELL';
  const answer = client.signed('POST /fapi/v1/order', { ...ORDER, side, newClientOrderId: `n${i}` });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  writeSync(1, `n${i}\n`);
}
