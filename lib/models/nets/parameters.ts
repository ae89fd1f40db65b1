import { drawAt, streamKey } from '../random.ts';
import { sizeOf, type Value } from './graph.ts';

/** Where a parameter's numbers begin: evenly drawn between minus and plus `reach`, or all the same. */
export type Start = { readonly reach: number } | { readonly value: number };

/** A parameter of a net, by upstream's name. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Start;
  /** Where its numbers stand among all of the net's. */
  readonly offset: number;
}

/** Gives a net the parameters it asks for; asked again for a name it would be a bug. */
export type TakeParameter = (name: string, shape: readonly number[], start: Start) => Value;

/** All parameters of a net, laid end to end in the order in which it asks for them. */
export class ParameterList {
  readonly all: Parameter[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(name: string, shape: readonly number[], start: Start): Parameter {
    if (this.all.some(other => other.name === name)) throw new Error(`two parameters are called ${name}`);
    const parameter = { name, shape, start, offset: this.#size };
    this.all.push(parameter);
    this.#size += sizeOf(shape);
    return parameter;
  }

  /** The weights that a training with this seed begins from. */
  starting(seed: number): Float32Array {
    const weights = new Float32Array(this.#size);
    this.all.forEach(({ shape, start, offset }, n) => {
      const key = streamKey(seed, n);
      for (let i = 0; i < sizeOf(shape); i += 1) {
        weights[offset + i] = 'value' in start ? start.value : start.reach * (2 * drawAt(key, i) - 1);
      }
    });
    return weights;
  }
}
