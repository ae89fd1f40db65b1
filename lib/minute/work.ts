import type { TensorRequest, Work } from '../models/work.ts';
import type { Tensors } from '../ports.ts';

/**
 * Does work that asks for tensors. Its own errors come through; so do a port's, once the work has had the chance to
 * let go of what it holds.
 */
export async function done<Result>(work: Work<Result>, tensors: Tensors): Promise<Result> {
  let step = work.next({});
  while (step.done !== true) {
    step = await answered(step.value, work, tensors);
  }
  return step.value;
}

async function answered<Result>(
  request: TensorRequest,
  work: Work<Result>,
  tensors: Tensors,
): Promise<IteratorResult<TensorRequest, Result>> {
  try {
    if (request.type === 'run') return work.next(await tensors.run(request.graph, request.feeds));
    await tensors.release(request.graph);
  } catch (error) {
    return work.throw(error);
  }
  return work.next({});
}
