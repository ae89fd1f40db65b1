import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeMapRunCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  ListExecutionsCommand,
  ListMapRunsCommand,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { asked, portError } from '../../../adapters/aws-errors.ts';

/** How a run's execution stands. */
export type Standing =
  | { readonly type: 'running' | 'succeeded' }
  | { readonly type: 'failed'; readonly because: string };

/** A combination that failed. */
export interface FailedPath {
  readonly n: number;
  readonly because: string;
}

/** The executions of the state machine that runs sweeps, by their names. Throws a PortError where it cannot be reached. */
export interface Executions {
  /** Nothing happens where there is one of that name already. */
  start(name: string, input: unknown): Promise<void>;
  /** The name of one that is at work, whoever started it. */
  atWork(): Promise<string | undefined>;
  /** Undefined where there is none of that name. */
  standing(name: string): Promise<Standing | undefined>;
  /** How many combinations are done, and of how many; undefined where it has not come to them yet. */
  counts(name: string): Promise<{ readonly done: number; readonly of: number } | undefined>;
  /** Those that failed by themselves; the others were ended with them. */
  failedPaths(name: string): Promise<readonly FailedPath[]>;
}

export function sfnExecutions(client: SFNClient, machine: string): Executions {
  const arnOf = (name: string) => `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  const described = async (executionArn: string) =>
    asked(
      'Step Functions: asking after the sweep',
      client.send(new DescribeExecutionCommand({ executionArn })),
    );
  const mapRunOf = async (name: string): Promise<string | undefined> => {
    const listed = client.send(new ListMapRunsCommand({ executionArn: arnOf(name) }));
    const { mapRuns = [] } = await asked('Step Functions: asking after the combinations', listed);
    return mapRuns[0]?.mapRunArn;
  };
  const failedOf = async (mapRunArn: string): Promise<readonly FailedPath[]> => {
    const found: FailedPath[] = [];
    for (const statusFilter of FAILURES)
      for await (const { executions = [] } of paginateListExecutions({ client }, { mapRunArn, statusFilter }))
        for (const { executionArn } of executions)
          if (executionArn !== undefined) found.push(failedPath(await described(executionArn)));
    return found.toSorted((a, b) => a.n - b.n);
  };
  return {
    start: async (name, input) => {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
        );
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return;
        throw portError('Step Functions: starting the sweep', error);
      }
    },
    atWork: async () => {
      const running = new ListExecutionsCommand({
        stateMachineArn: machine,
        statusFilter: 'RUNNING',
        maxResults: 1,
      });
      const { executions = [] } = await asked('Step Functions: looking for sweeps', client.send(running));
      return executions[0]?.name;
    },
    standing: async name => {
      try {
        return standingOf(await client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) })));
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw portError('Step Functions: asking after the sweep', error);
      }
    },
    counts: async name => {
      const mapRunArn = await mapRunOf(name);
      if (mapRunArn === undefined) return undefined;
      const run = client.send(new DescribeMapRunCommand({ mapRunArn }));
      const { itemCounts } = await asked('Step Functions: asking after the combinations', run);
      return itemCounts === undefined
        ? undefined
        : { done: itemCounts.succeeded ?? 0, of: itemCounts.total ?? 0 };
    },
    failedPaths: async name => {
      const mapRunArn = await mapRunOf(name);
      if (mapRunArn === undefined) return [];
      return asked('Step Functions: reading what went wrong', failedOf(mapRunArn));
    },
  };
}

const FAILURES = ['FAILED', 'TIMED_OUT'] as const satisfies ExecutionStatus[];

type Described = Pick<DescribeExecutionCommandOutput, 'status' | 'error' | 'cause' | 'input'>;

function standingOf(execution: Described): Standing {
  const { status } = execution;
  if (status === 'SUCCEEDED') return { type: 'succeeded' };
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { type: 'running' };
  return { type: 'failed', because: becauseOf(execution) };
}

const failedPath = (execution: Described): FailedPath => ({
  n: (JSON.parse(execution.input ?? '{}') as { readonly n?: number }).n ?? 0,
  because: becauseOf(execution),
});

/** What a person can do something about: of a function's fault its message, without what lies around it. */
function becauseOf({ status = 'FAILED', error, cause }: Described): string {
  const said = messageIn(cause) ?? cause ?? error ?? NAMES[status] ?? status;
  if (/timed out after/i.test(said))
    return 'its replay takes longer than the 15 minutes a function has; take a shorter span, fewer coins or longer bars, or sweep on this machine';
  if (/signal: (killed|aborted)|OutOfMemory|heap out of memory/i.test(`${error} ${said}`))
    return 'its market does not fit into the function’s memory; take a shorter span, fewer coins or longer bars, or sweep on this machine';
  return said;
}

const NAMES: Readonly<Record<string, string>> = {
  ABORTED: 'somebody stopped it',
  TIMED_OUT: 'it took too long',
};

function messageIn(cause: string | undefined): string | undefined {
  try {
    return (JSON.parse(cause ?? '') as { readonly errorMessage?: string }).errorMessage;
  } catch {
    return undefined;
  }
}
