import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { lambdaProcess } from './lambda-process.ts';

/**
 * `tsx test/bundles/invoke.ts NODE ASSET_FOLDER < events`: runs a bundle's handler on the events, one a line of JSON,
 * and prints one answer a line. The environment is handed on; what the handler logs goes to standard error.
 */
const [node, assetFolder] = process.argv.slice(2);
if (node === undefined || assetFolder === undefined) {
  console.error('usage: tsx test/bundles/invoke.ts NODE ASSET_FOLDER < events');
  process.exit(2);
}
const given = Object.entries(process.env).flatMap(([name, value]) =>
  value === undefined ? [] : [[name, value] as const],
);
const lambda = await lambdaProcess({
  node: resolve(node),
  assetFolder: resolve(assetFolder),
  env: Object.fromEntries(given),
});
let shown = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  console.log(JSON.stringify(await lambda.invoke(JSON.parse(line))));
  for (const logged of lambda.logs().slice(shown)) console.error(logged);
  shown = lambda.logs().length;
}
await lambda.close();
