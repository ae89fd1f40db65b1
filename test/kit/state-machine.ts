/**
 * A small interpreter of the Amazon States Language, of as much of it as the stack's state machine says: tasks with their
 * retries, and a distributed map over a list in a bucket. What it does not know it refuses, so that it cannot pass over it.
 */

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: string;
}

interface Task {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Parameters?: Template;
  readonly Retry?: readonly Retrier[];
  readonly Next?: string;
  readonly End?: boolean;
}

interface DistributedMap {
  readonly Type: 'Map';
  readonly Label: string;
  readonly MaxConcurrency: number;
  readonly ToleratedFailureCount: number;
  readonly ItemReader: {
    readonly Resource: string;
    readonly ReaderConfig: { readonly InputType: string };
    readonly Parameters: Template;
  };
  readonly ItemSelector: Template;
  readonly ItemProcessor: Machine & {
    readonly ProcessorConfig: { readonly Mode: string; readonly ExecutionType: string };
  };
  readonly ResultPath: null;
  readonly Next?: string;
  readonly End?: boolean;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Task | DistributedMap>>;
}

type Template = Readonly<Record<string, unknown>>;

/** What the machine reaches. */
export interface MachineWorld {
  readonly readObject: (bucket: string, key: string) => Promise<string>;
  /** Calls a function by its ARN; what it throws is a fault of that `name`, with that `message`. */
  readonly invoke: (arn: string, payload: unknown) => Promise<unknown>;
  /** Hears of a wait, which is not waited. */
  readonly waits?: (seconds: number) => void;
}

/** A combination's own execution. */
export interface Child {
  readonly input: unknown;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  error?: string;
  cause?: string;
}

/** How a map stands, while it runs and after. */
export interface MapRun {
  readonly label: string;
  total: number;
  readonly children: Child[];
}

export class Fault extends Error {
  readonly error: string;
  readonly said: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
    this.said = cause;
  }
}

/** Runs a machine to its end. `onMap` is given the map's run as soon as it begins. @throws Fault where it fails */
export async function runMachine(
  machine: Machine,
  input: unknown,
  world: MachineWorld,
  onMap: (run: MapRun) => void = () => {},
): Promise<unknown> {
  let [name, data] = [machine.StartAt, input];
  for (;;) {
    const state = machine.States[name];
    if (state === undefined) throw new Error(`no state ${name}`);
    data = state.Type === 'Task' ? await task(state, data, world) : await mapped(state, data, world, onMap);
    if (state.End === true) return data;
    if (state.Next === undefined) throw new Error(`${name} leads nowhere`);
    name = state.Next;
  }
}

const TASK = new Set(['Type', 'Resource', 'Parameters', 'Retry', 'Next', 'End']);
const MAP = new Set([
  'Type',
  'Label',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ItemReader',
  'ItemSelector',
  'ItemProcessor',
  'ResultPath',
  'Next',
  'End',
]);

function refuseUnknown(state: object, known: ReadonlySet<string>): void {
  const odd = Object.keys(state).find(key => !known.has(key));
  if (odd !== undefined) throw new Error(`this interpreter does not know ${odd}`);
}

async function task(state: Task, data: unknown, world: MachineWorld): Promise<unknown> {
  refuseUnknown(state, TASK);
  const payload = state.Parameters === undefined ? data : filled(state.Parameters, { $: data });
  const tried = new Map<Retrier, number>();
  for (;;) {
    try {
      return await world.invoke(state.Resource, payload);
    } catch (error) {
      const { name, message } = error as Error;
      const retrier = state.Retry?.find(each => each.ErrorEquals.includes(name));
      const before = retrier === undefined ? 0 : (tried.get(retrier) ?? 0);
      if (retrier === undefined || before >= retrier.MaxAttempts)
        throw new Fault(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
      tried.set(retrier, before + 1);
      world.waits?.(
        Math.min(retrier.MaxDelaySeconds, retrier.IntervalSeconds * retrier.BackoffRate ** before),
      );
    }
  }
}

async function mapped(
  state: DistributedMap,
  data: unknown,
  world: MachineWorld,
  onMap: (run: MapRun) => void,
): Promise<unknown> {
  refuseUnknown(state, MAP);
  const { ItemReader: reader, ItemProcessor: processor, MaxConcurrency: atATime } = state;
  if (processor.ProcessorConfig.Mode !== 'DISTRIBUTED' || reader.ReaderConfig.InputType !== 'JSON')
    throw new Error('this interpreter knows distributed maps over JSON alone');
  if (reader.Resource !== 'arn:aws:states:::s3:getObject') throw new Error(`reads by ${reader.Resource}`);
  if (state.ResultPath !== null) throw new Error('the results of all would have to fit into one state');
  const { Bucket, Key } = filled(reader.Parameters, { $: data }) as { Bucket: string; Key: string };
  const items = JSON.parse(await world.readObject(Bucket, Key)) as unknown[];
  const run: MapRun = { label: state.Label, total: items.length, children: [] };
  onMap(run);
  const waiting = items.entries();
  let failed = 0;
  const worker = async () => {
    for (const [Index, Value] of waiting) {
      if (failed > state.ToleratedFailureCount) return;
      const context = { $: data, $$: { Map: { Item: { Index, Value } } } };
      const child: Child = { input: filled(state.ItemSelector, context), status: 'RUNNING' };
      run.children.push(child);
      try {
        await runMachine(processor, child.input, world);
        child.status = failed > state.ToleratedFailureCount ? 'ABORTED' : 'SUCCEEDED';
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        failed += 1;
        Object.assign(child, { status: 'FAILED', error: error.error, cause: error.said });
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  if (failed > state.ToleratedFailureCount)
    throw new Fault(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  return data;
}

/** A template with its paths and its formats put in. */
function filled(template: Template, roots: Readonly<Record<string, unknown>>): Template {
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), foundAt(String(value), roots)] : [key, value],
    ),
  );
}

function foundAt(expression: string, roots: Readonly<Record<string, unknown>>): unknown {
  const [, format, argument] = /^States\.Format\('([^']*)', (\$[^,)]*)\)$/.exec(expression) ?? [];
  if (format !== undefined && argument !== undefined)
    return format.replace('{}', String(foundAt(argument, roots)));
  const [root = '', ...steps] = expression.split('.');
  let found = roots[root];
  for (const step of steps) {
    found = (found as Readonly<Record<string, unknown>> | undefined)?.[step];
    if (found === undefined) throw new Fault('States.ParameterPathFailure', `${expression} leads nowhere`);
  }
  return found;
}
