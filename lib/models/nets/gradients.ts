import type { Graph, Value } from './graph.ts';
import { add } from './ops/arithmetic.ts';

/**
 * Reverse-mode differentiation: nodes that reckon d `loss` / d `value` for each of `values`, appended to the graph.
 * What the loss does not depend on has a gradient of zero. Ends the recording.
 */
export function gradientsOf(graph: Graph, loss: Value, values: readonly Value[]): readonly Value[] {
  const tape = graph.stopRecording();
  const gradients = new Map<string, Value>([[loss.name, graph.constant([1], loss.shape)]]);
  for (const { output, inputs, back } of tape.toReversed()) {
    const gradient = gradients.get(output.name);
    if (gradient === undefined) continue;
    inputs.forEach((input, i) => {
      if (!graph.isLearnt(input)) return;
      const own = back[i]?.(gradient);
      if (own === undefined) throw new Error(`no gradient from ${output.name} to ${input.name}`);
      const others = gradients.get(input.name);
      gradients.set(input.name, others === undefined ? own : add(graph, others, own));
    });
  }
  return values.map(({ name, shape }) => {
    const found = gradients.get(name);
    return found ?? graph.node('Expand', [graph.constant([0], []), graph.integers(shape)], shape);
  });
}
