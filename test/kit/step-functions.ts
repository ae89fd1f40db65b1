import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault, type Machine, type MachineWorld, type MapRun, runMachine } from './state-machine.ts';

interface Execution {
  readonly name: string;
  readonly input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  error?: string;
  cause?: string;
  map?: MapRun;
  readonly ended: Promise<void>;
}

/** Step Functions with one state machine, over HTTP as the SDK speaks to it: what is started really runs. */
export async function startStepFunctions(machineArn: string, machine: Machine, world: MachineWorld) {
  const executions = new Map<string, Execution>();
  const asked: string[] = [];
  /** What is not answered any more: the connection ends. */
  const deaf: string[] = [];

  const start = ({ name, input, stateMachineArn }: Readonly<Record<string, string>>): Reply => {
    if (stateMachineArn !== machineArn) return fault('StateMachineDoesNotExist');
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = executions.get(arn);
    if (known?.status === 'RUNNING' && known.input === input) return ok({ executionArn: arn });
    if (known !== undefined) return fault('ExecutionAlreadyExists');
    const run = runMachine(machine, JSON.parse(input ?? ''), world, map => {
      execution.map = map;
    });
    const end = (how: Partial<Execution>) => {
      // Whoever was stopped stays so.
      if (execution.status === 'RUNNING') Object.assign(execution, how);
    };
    const ended = run.then(
      () => end({ status: 'SUCCEEDED' }),
      (error: unknown) => {
        const said = error instanceof Fault ? error : new Fault('States.Runtime', String(error));
        end({ status: 'FAILED', error: said.error, cause: said.said });
      },
    );
    const execution: Execution = { name: name ?? '', input: input ?? '', status: 'RUNNING', ended };
    executions.set(arn, execution);
    return ok({ executionArn: arn });
  };

  const mapArn = (executionArn: string) => executionArn.replace(':execution:', ':mapRun:');
  const ofMap = (mapRunArn: string) => executions.get(mapRunArn.replace(':mapRun:', ':execution:'))?.map;
  const childArn = (mapRunArn: string, i: number) => `${mapRunArn}/child-${i}`;

  const describe = (arn: string): Reply => {
    const [parent = '', child] = arn.split('/child-');
    if (child !== undefined) {
      const { input, ...rest } = ofMap(parent)?.children[Number(child)] ?? {};
      return ok({ executionArn: arn, ...rest, input: JSON.stringify(input) });
    }
    const execution = executions.get(arn);
    if (execution === undefined) return fault('ExecutionDoesNotExist');
    const { status, input, error, cause } = execution;
    return ok({ executionArn: arn, status, input, error, cause });
  };

  const answer = (action: string, body: Readonly<Record<string, string>>): Reply => {
    const { executionArn = '', mapRunArn = '' } = body;
    switch (action) {
      case 'StartExecution':
        return start(body);
      case 'DescribeExecution':
        return describe(executionArn);
      case 'ListMapRuns':
        return ok({
          mapRuns:
            executions.get(executionArn)?.map === undefined ? [] : [{ mapRunArn: mapArn(executionArn) }],
        });
      case 'DescribeMapRun': {
        const map = ofMap(mapRunArn);
        const succeeded = map?.children.filter(({ status }) => status === 'SUCCEEDED').length;
        return ok({ mapRunArn, itemCounts: { succeeded, total: map?.total } });
      }
      case 'ListExecutions':
        if (body.stateMachineArn === machineArn)
          return ok({
            executions: [...executions].flatMap(([arn, { name, status }]) =>
              status === body.statusFilter ? [{ executionArn: arn, name }] : [],
            ),
          });
        return ok({
          executions: (ofMap(mapRunArn)?.children ?? []).flatMap((child, i) =>
            child.status === body.statusFilter ? [{ executionArn: childArn(mapRunArn, i) }] : [],
          ),
        });
      default:
        return fault('InvalidAction');
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
      asked.push(action);
      if (deaf.includes(action)) return void request.socket.destroy();
      const reply = answer(action, JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response
        .writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    deaf,
    executions,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Somebody else's is at work. */
    runAnother: (name: string) => {
      executions.set(name, { name, input: '', status: 'RUNNING', ended: Promise.resolve() });
    },
    /** Somebody stops what runs, in the console. */
    stopAll: () => {
      for (const execution of executions.values())
        if (execution.status === 'RUNNING') execution.status = 'ABORTED';
    },
    close: async () => {
      await Promise.all([...executions.values()].map(({ ended }) => ended));
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

const ok = (body: object): Reply => ({ status: 200, body });
const fault = (name: string): Reply => ({
  status: 400,
  body: { __type: `com.amazonaws.swf.service.v2.model#${name}`, message: `${name}, it says` },
});
