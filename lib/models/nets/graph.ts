import { type Attribute, type OnnxConstant, type OnnxNode, type OnnxPort, onnxModel } from './onnx/model.ts';

/** A tensor of a graph that is being built: 32-bit floats of a shape known by now, but for a leading batch. */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A first dimension of any size; graphs that have one can be run, but not differentiated. */
export const ANY_BATCH = -1;

/** What the gradient of an output says of one input's. Called only where that input depends on what is learnt. */
export type InputGradient = (gradient: Value) => Value;

/** A step of the tape: how the gradient at `output` flows on to the inputs. */
export interface TapeStep {
  readonly output: Value;
  readonly inputs: readonly Value[];
  readonly back: readonly InputGradient[];
}

/**
 * An ONNX graph as it grows. Operations append nodes and, where their result depends on what is learnt, a step to the
 * tape, which `gradientsOf` plays backwards.
 */
export class Graph {
  readonly #name: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #inputs: OnnxPort[] = [];
  readonly #outputs: OnnxPort[] = [];
  readonly #learnt = new Set<string>();
  #tape: TapeStep[] | undefined = [];
  #names = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, shape: readonly number[]): Value {
    this.#inputs.push({ name, shape: shown(shape) });
    return { name, shape };
  }

  /** Marks a value whose gradient will be wanted; what is made from it from now on is recorded. */
  learn(value: Value): Value {
    this.#learnt.add(value.name);
    return value;
  }

  /** Numbers that never change; the same ones are kept once unless they bear a name of their own. */
  constant(values: ArrayLike<number>, shape: readonly number[], name?: string): Value {
    const kept = Float32Array.from(values);
    const key = name ?? `constant ${shape.join('x')} ${kept.length > 4 ? this.#names++ : kept.join(' ')}`;
    this.#constants.set(key, { name: key, shape, values: kept });
    return { name: key, shape };
  }

  /** Whole numbers, as shapes, axes and places are given; returns their name. */
  integers(values: readonly number[]): string {
    const name = `integers ${values.join(' ')}`;
    const kept = BigInt64Array.from(values, BigInt);
    this.#constants.set(name, { name, shape: [values.length], values: kept });
    return name;
  }

  /** A node of one output. Inputs that are no tensors of floats are named. */
  node(
    op: string,
    inputs: readonly (Value | string)[],
    shape: readonly number[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const [output] = this.nodes(op, inputs, [shape], attributes);
    return output as Value;
  }

  nodes(
    op: string,
    inputs: readonly (Value | string)[],
    shapes: readonly (readonly number[])[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly Value[] {
    const outputs = shapes.map(shape => ({ name: `${op.toLowerCase()} ${this.#names++}`, shape }));
    const names = inputs.map(input => (typeof input === 'string' ? input : input.name));
    this.#nodes.push({ op, inputs: names, outputs: outputs.map(({ name }) => name), attributes });
    return outputs;
  }

  output(name: string, value: Value): void {
    this.#nodes.push({ op: 'Identity', inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ name, shape: shown(value.shape) });
  }

  /** Says how the gradient at `output` flows on to `inputs`, in their order; returns the output. */
  differentiable(output: Value, inputs: readonly Value[], back: readonly InputGradient[]): Value {
    if (this.#tape === undefined || !inputs.some(input => this.isLearnt(input))) return output;
    this.#learnt.add(output.name);
    this.#tape.push({ output, inputs, back });
    return output;
  }

  isLearnt({ name }: Value): boolean {
    return this.#learnt.has(name);
  }

  /** Hands over the tape; from now on nothing is recorded: gradients have no gradients. */
  stopRecording(): readonly TapeStep[] {
    const tape = this.#tape ?? [];
    this.#tape = undefined;
    return tape;
  }

  /** The ONNX file. */
  file(): Uint8Array {
    return onnxModel({
      name: this.#name,
      nodes: this.#nodes,
      constants: [...this.#constants.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
    });
  }
}

const shown = (shape: readonly number[]): readonly (number | string)[] =>
  shape.map(size => (size === ANY_BATCH ? 'batch' : size));

/** Numbers in a shape without a batch of any size. */
export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);
