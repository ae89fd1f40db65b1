/** `npm start`: the desk on this machine. Reads the options, starts the servers, runs, says what came of it. */
import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readForcedSignals } from '../adapters/forced-signals-file.ts';
import { prepareDesk } from './desk-run.ts';
import { type Asked, readOptions, type StartOptions } from './options.ts';
import { divertOutput } from './output.ts';
import { type PageProcess, startPageProcess } from './page-process.ts';
import { Refusal, refusalLine } from './refusal.ts';
import { startServerProcess } from './server-process.ts';
import { runSession } from './session.ts';
import { settingsOf } from './settings.ts';
import { logFile } from './state-folder.ts';
import { stopOnSignals } from './stop.ts';

async function main(args: readonly string[]): Promise<void> {
  const asked = readOptions(args);
  if ('help' in asked) {
    process.stdout.write(asked.help);
    return;
  }
  checkFiles(asked);
  const stop = stopOnSignals();
  const { stateFolder, fresh, jsonFile } = asked.start;
  let complain = (text: string): void => void process.stderr.write(text);
  const order = { stateFolder, fresh, given: asked.given, minutes: asked.start.minutes };
  const servers = await startServerProcess(order, text => complain(text));
  const output = divertOutput(logFile(stateFolder));
  complain = output.log;
  let page: PageProcess | undefined;
  try {
    const settings = settingsOf(servers.texts);
    page = await pageOf(asked.start, text => complain(text));
    const run = await prepareDesk(settings, servers.urls, stateFolder);
    const session = { start: asked.start, settings, servers, run, output, stop, page: page?.url };
    const summary = await runSession(session);
    if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(summary, undefined, 2)}\n`);
  } finally {
    output.restore();
    await page?.close();
    await servers.close();
  }
}

/** The page of the desk, unless nobody wants one. */
async function pageOf({ page, stateFolder }: StartOptions, complain: (text: string) => void) {
  if (page === 'none') return undefined;
  return await startPageProcess({ state: stateFolder, port: page === 'usual' ? undefined : page }, complain);
}

/** What can be known to be wrong before anything is started, or forgotten. */
function checkFiles({ given, start }: Asked): void {
  const { 'force-signals': signals } = given;
  if (signals !== undefined) readForcedSignals(signals);
  if (start.jsonFile === undefined) return;
  try {
    accessSync(dirname(start.jsonFile), constants.W_OK);
  } catch {
    throw new Refusal(`--json ${start.jsonFile}: its folder is not there or not writable; make it first`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const line = refusalLine(error);
  if (line === undefined) throw error;
  process.stderr.write(`${line}\n`);
  process.exitCode = 2;
}
