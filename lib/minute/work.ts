import { type NamedTensors, TensorsRefused, type Work } from '../models/work.ts';
import { PortError, type Tensors } from '../ports.ts';

/** Does a model's work, running what it asks for. A graph that cannot be run is told to the work, which may go on without. */
export async function done<Result>(work: Work<Result>, tensors: Tensors): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    const { value: asked } = step;
    let answer: NamedTensors | TensorsRefused;
    try {
      answer = await answerTo(asked, tensors);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      answer = new TensorsRefused(error.message, { cause: error });
    }
    step = answer instanceof TensorsRefused ? work.throw(answer) : work.next(answer);
  }
  return step.value;
}

type Asked = Work<unknown> extends Generator<infer Request> ? Request : never;

async function answerTo(asked: Asked, tensors: Tensors): Promise<NamedTensors> {
  if (asked.type === 'run') return tensors.run(asked.graph, asked.feeds);
  await tensors.release(asked.graph);
  return {};
}
