/**
 * One run of the demo in a process of its own, since it lives in market time. Arguments: state folder, minutes, and
 * `record` to go through a recorder. The first message to the parent: seconds, and what was sent.
 */
import { minutesAfter } from '../../lib/desk/units.ts';
import { prepareDesk } from '../../lib/local/desk-run.ts';
import { divertOutput } from '../../lib/local/output.ts';
import { play } from '../../lib/local/play.ts';
import { startServerProcess } from '../../lib/local/server-process.ts';
import { settingsOf } from '../../lib/local/settings.ts';
import { logFile } from '../../lib/local/state-folder.ts';
import { type Recorded, record } from './recorder.ts';

export interface BenchRun {
  readonly seconds: number;
  readonly handlersThrew: number;
  /** Of the set-up, and of the minutes; empty where nothing was recorded. */
  readonly setUp: readonly Recorded[];
  readonly minutes: readonly Recorded[];
}

const [folder = '', minutes = '', how] = process.argv.slice(2);
const servers = await startServerProcess(
  { stateFolder: folder, fresh: false, given: { demo: 'yes' } },
  text => void process.stderr.write(text),
);
const { pid, exchange, dynamodb, parameters } = servers.urls;
const recorder = how === 'record' ? await record([exchange, dynamodb, parameters]) : undefined;
const [first = exchange, second = dynamodb, third = parameters] = recorder?.urls ?? [];
divertOutput(logFile(folder));
const urls = { pid, exchange: first, dynamodb: second, parameters: third };
const desk = await prepareDesk(settingsOf(servers.texts), urls, folder);
const setUp = [...(recorder?.requests ?? [])];
let handlersThrew = 0;
const beganMs = performance.now();
await play({
  ...desk,
  from: desk.next,
  until: minutesAfter(desk.next, Number(minutes)),
  speed: 0,
  stop: new AbortController().signal,
  after: (_now, failures) => {
    handlersThrew += failures.length;
  },
});
const answer: BenchRun = {
  seconds: (performance.now() - beganMs) / 1_000,
  handlersThrew,
  setUp,
  minutes: recorder?.requests.slice(setUp.length) ?? [],
};
recorder?.close();
await servers.close();
process.send?.(answer, () => process.exit());
