import { shown } from '../../../desk/words.ts';
import { ModelFileError } from '../../trees/errors.ts';
import { type Field, fieldsOf } from './fields.ts';
import { FLOAT } from './model.ts';

/** An input or output as the file states it. A dimension of any size is its name, or empty. */
export interface StatedPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** What an ONNX file says of itself. */
export interface OnnxSummary {
  /** The version of the standard operators. */
  readonly operatorSet: number;
  readonly operators: readonly string[];
  /** What must be fed: constants that are inputs, too, are left out. */
  readonly inputs: readonly StatedPort[];
  readonly outputs: readonly StatedPort[];
}

const TEXT = new TextDecoder('utf-8');
/** A desk's net has a few hundred nodes; a file far beyond that is not one. */
const NODES_MAX = 20_000;
const BYTES_MAX = 64 * 1024 * 1024;

/**
 * Reads what can be known of an ONNX file without running it: its ports and operators.
 * @throws ModelFileError with one line that says what is wrong or not supported
 */
export function readOnnx(file: Uint8Array): OnnxSummary {
  if (file.length > BYTES_MAX) throw new ModelFileError(`a file of ${file.length} bytes is not supported`);
  const model = fieldsOf(file);
  const [graph, more] = messages(model, 7);
  if (graph === undefined || more !== undefined)
    throw new ModelFileError('not an ONNX model: it has no graph');
  const nodes = messages(graph, 1);
  if (nodes.length === 0) throw new ModelFileError('its graph is empty');
  if (nodes.length > NODES_MAX) throw new ModelFileError(`a graph of ${nodes.length} nodes is not supported`);
  if (model.some(({ field }) => field === FUNCTIONS) || graph.some(({ field }) => field === SPARSE))
    throw new ModelFileError('functions and sparse constants of its own are not supported');
  const constants = new Set(messages(graph, 5).map(nameOfConstant));
  return {
    operatorSet: operatorSetOf(model),
    operators: [...new Set(nodes.map(operatorOf))].toSorted(),
    inputs: messages(graph, 11)
      .filter(input => !constants.has(textOf(input, 1)))
      .map(portOf),
    outputs: messages(graph, 12).map(portOf),
  };
}

const messages = (fields: readonly Field[], field: number): readonly (readonly Field[])[] =>
  fields.filter(each => each.field === field).map(({ bytes }) => fieldsOf(bytes));

const textOf = (fields: readonly Field[], field: number): string =>
  TEXT.decode(fields.find(each => each.field === field)?.bytes);

const numberOf = (fields: readonly Field[], field: number): number =>
  fields.find(each => each.field === field)?.number ?? 0;

function operatorSetOf(model: readonly Field[]): number {
  const own = messages(model, 8).find(set => ['', 'ai.onnx'].includes(textOf(set, 1)));
  const version = own === undefined ? 0 : numberOf(own, 2);
  if (version < 1) throw new ModelFileError('it names no version of the standard operators');
  return version;
}

/** Fields of a model and of a graph that this project has no use for. */
const [FUNCTIONS, SPARSE] = [25, 15];

/** A constant may say that its numbers lie in another file: that one would be read, whichever it is. */
function nameOfConstant(constant: readonly Field[]): string {
  if (constant.some(({ field, number }) => field === 13 || (field === 14 && number !== 0)))
    throw new ModelFileError('constants kept in another file are not supported');
  return textOf(constant, 8);
}

/** Operators of somebody's own would need a library that is not here; graphs in a node could hide what they hold. */
function operatorOf(node: readonly Field[]): string {
  for (const attribute of messages(node, 5)) {
    if (attribute.some(({ field }) => [6, 11, 22, 23].includes(field)))
      throw new ModelFileError('graphs and sparse constants within a node are not supported');
    for (const field of [5, 10]) messages(attribute, field).forEach(nameOfConstant);
  }
  const [operator, domain] = [textOf(node, 4), textOf(node, 7)];
  if (domain !== '' && domain !== 'ai.onnx')
    throw new ModelFileError(`operators of the domain ${shown(domain)} are not supported`);
  return operator;
}

function portOf(port: readonly Field[]): StatedPort {
  const name = textOf(port, 1);
  const [tensor] = messages(port, 2).flatMap(type => messages(type, 1));
  if (tensor === undefined || numberOf(tensor, 1) !== FLOAT)
    throw new ModelFileError(`${shown(name)} is no tensor of 32-bit floats`);
  const shape = messages(tensor, 2).flatMap(dimensions => messages(dimensions, 1).map(sizeOf));
  return { name, shape };
}

const sizeOf = (dimension: readonly Field[]): number | string =>
  dimension.some(({ field }) => field === 1) ? numberOf(dimension, 1) : textOf(dimension, 2);
