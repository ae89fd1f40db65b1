import { oneLine } from '../../desk/words.ts';
import { ModelFileError } from '../trees/errors.ts';
import { readOnnx, type StatedPort } from './onnx/read.ts';

/** Newer operators than the runtime's would fail only when the net is first run. */
const OPERATOR_SETS = { min: 7, max: 25 };

/**
 * Checks that a file is a net that can be asked here: one input `windows` of batch x bars x channels, one output
 * `margin` of batch, the batch of any size; operators of the standard alone, and none that could reach outside the file.
 * @throws ModelFileError with one line that says what is wrong
 */
export function checkNetFile(file: Uint8Array, bars: number, channels: number): void {
  const { inputs, outputs, operatorSet } = readOnnx(file);
  if (operatorSet < OPERATOR_SETS.min || operatorSet > OPERATOR_SETS.max)
    throw new ModelFileError(`operator set ${operatorSet} is not supported`);
  checkPort(inputs, 'input', 'windows', [bars, channels]);
  checkPort(outputs, 'output', 'margin', []);
}

function checkPort(ports: readonly StatedPort[], what: string, name: string, rest: readonly number[]): void {
  const [port, more] = ports;
  if (port === undefined || more !== undefined || port.name !== name) {
    const found = oneLine(ports.map(each => each.name).join(', '), 80);
    throw new ModelFileError(`its ${what} must be "${name}" alone, not "${found}"`);
  }
  const [batch, ...own] = port.shape;
  if (typeof batch !== 'string' || own.length !== rest.length || own.some((size, i) => size !== rest[i])) {
    const wanted = ['any', ...rest].join(' x ');
    const stated = port.shape.map(size => (typeof size === 'string' ? 'any' : size)).join(' x ');
    throw new ModelFileError(`its ${what} "${name}" is ${stated || 'a number'}, ${wanted} expected`);
  }
}
