import { bytes, integer, joined, message, type Piece, text } from './pieces.ts';

/** What this project needs of ONNX's vocabulary. (onnx.proto, IR version 8, operator set 18.) */
export const IR_VERSION = 8;
export const OPERATOR_SET = 18;
export const FLOAT = 1;
export const INT64 = 7;

/** A whole number, or several. */
export type Attribute = number | readonly number[];

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** An input or output of 32-bit floats. A dimension with a name may be of any size. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** A ModelProto. Equal graphs give equal bytes. */
export const onnxModel = (graph: OnnxGraph): Uint8Array =>
  joined([
    integer(1, IR_VERSION),
    text(2, 'perpdesk'),
    message(7, graphFields(graph)),
    message(8, [text(1, ''), integer(2, OPERATOR_SET)]),
  ]);

const graphFields = ({ name, nodes, constants, inputs, outputs }: OnnxGraph): readonly Piece[] => [
  ...nodes.map(node => message(1, nodeFields(node))),
  text(2, name),
  ...constants.map(constant => message(5, constantFields(constant))),
  ...inputs.map(port => message(11, portFields(port))),
  ...outputs.map(port => message(12, portFields(port))),
];

const nodeFields = ({ op, inputs, outputs, attributes }: OnnxNode): readonly Piece[] => [
  ...inputs.map(name => text(1, name)),
  ...outputs.map(name => text(2, name)),
  text(4, op),
  ...Object.entries(attributes).map(([name, value]) => message(5, attributeFields(name, value))),
];

/** AttributeProto: kinds 2 and 7 are INT and INTS. */
const attributeFields = (name: string, value: Attribute): readonly Piece[] =>
  typeof value === 'number'
    ? [text(1, name), integer(3, value), integer(20, 2)]
    : [text(1, name), ...value.map(each => integer(8, each)), integer(20, 7)];

/** Raw data is little-endian, as every machine this runs on. */
const constantFields = ({ name, shape, values }: OnnxConstant): readonly Piece[] => [
  ...shape.map(size => integer(1, size)),
  integer(2, values instanceof Float32Array ? FLOAT : INT64),
  text(8, name),
  bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
];

const portFields = ({ name, shape }: OnnxPort): readonly Piece[] => [
  text(1, name),
  message(2, [message(1, [integer(1, FLOAT), message(2, shape.map(dimension))])]),
];

const dimension = (size: number | string): Piece =>
  message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]);
