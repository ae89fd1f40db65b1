import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNetFile } from '../../../lib/models/nets/check-file.ts';
import { onnxModel } from '../../../lib/models/nets/onnx/model.ts';
import { bytes, integer, joined, message, text } from '../../../lib/models/nets/onnx/pieces.ts';
import { ModelFileError } from '../../../lib/models/trees/errors.ts';
import { hold, Outcomes } from '../../kit/hostile.ts';
import { BARS, CHANNELS, fileOf, smallNhits, smallPatchtst } from './a-net.ts';

const FILES = [fileOf(smallNhits), fileOf(smallPatchtst)];
const check = (file: Uint8Array) => checkNetFile(file, BARS, CHANNELS);

/** A net in one node. */
const plain = (change: Partial<Parameters<typeof onnxModel>[0]> = {}) =>
  onnxModel({
    name: 'net',
    nodes: [{ op: 'ReduceMean', inputs: ['windows'], outputs: ['margin'], attributes: {} }],
    constants: [],
    inputs: [{ name: 'windows', shape: ['batch', BARS, CHANNELS] }],
    outputs: [{ name: 'margin', shape: ['batch'] }],
    ...change,
  });

/** The same with more fields in its graph; a second graph is merged into the first, as protocol buffers have it. */
const withFields = (...fields: Uint8Array[]) =>
  joined([message(7, [...fields, bytes(99, new Uint8Array())]), message(8, [integer(2, 18)])]);

describe('a net’s file', () => {
  test.each(FILES.map((file, i) => [['N-HiTS', 'PatchTST'][i], file] as const))(
    'as %s writes it is taken',
    (_name, file) => {
      expect(() => check(file)).not.toThrow();
    },
  );

  test.each([
    ['nothing', new Uint8Array(), /no graph/],
    ['a text', new TextEncoder().encode('{"learner": {}}'), /not an ONNX model/],
    ['an empty graph', plain({ nodes: [] }), /empty/],
    [
      'windows of another width',
      plain({ inputs: [{ name: 'windows', shape: ['batch', BARS, 9] }] }),
      /its input "windows" is any x 16 x 9, any x 16 x 3 expected/,
    ],
    [
      'a batch of one size',
      plain({ inputs: [{ name: 'windows', shape: [32, BARS, CHANNELS] }] }),
      /its input "windows" is 32 x 16 x 3/,
    ],
    ['another input', plain({ inputs: [{ name: 'x', shape: [] }] }), /must be "windows" alone, not "x"/],
    [
      'several outputs',
      plain({
        outputs: [
          { name: 'margin', shape: ['batch'] },
          { name: 'more', shape: ['batch'] },
        ],
      }),
      /must be "margin" alone, not "margin, more"/,
    ],
    ['an output of another shape', plain({ outputs: [{ name: 'margin', shape: ['batch', 2] }] }), /any x 2/],
    [
      'operators of somebody’s own',
      withFields(message(1, [text(4, 'Load'), text(7, 'com.example')])),
      /operators of the domain "com.example"/,
    ],
    [
      'a constant in another file',
      withFields(message(1, [text(4, 'Add')]), message(5, [text(8, 'w'), integer(14, 1)])),
      /kept in another file/,
    ],
    [
      'a constant in another file, within a node',
      withFields(message(1, [text(4, 'Constant'), message(5, [message(5, [integer(14, 1)])])])),
      /kept in another file/,
    ],
    [
      'a graph within a node',
      withFields(message(1, [text(4, 'If'), message(5, [bytes(6, new Uint8Array())])])),
      /within a node/,
    ],
  ])('that holds %s is refused, in one line', (_name, file, because) => {
    expect(() => check(file)).toThrow(ModelFileError);
    expect(() => check(file)).toThrow(because);
  });

  test('cut off anywhere is refused', () => {
    for (const file of FILES) {
      const outcomes = new Outcomes();
      hold(fc.nat({ max: file.length - 1 }), length => {
        outcomes.of(() => check(file.subarray(0, length)), ModelFileError);
      });
      expect(outcomes.accepted).toBe(0);
    }
  });

  test('with any bytes changed is taken or refused in one line', () => {
    const outcomes = new Outcomes();
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    hold(fc.tuple(fc.constantFrom(...FILES), changes), ([file, changed]) => {
      const broken = file.slice();
      for (const [place, byte] of changed) broken[place % broken.length] = byte;
      outcomes.of(() => check(broken), ModelFileError);
    });
    outcomes.expectBoth();
  });

  test('of any bytes at all is refused in one line', () => {
    const outcomes = new Outcomes();
    hold(fc.uint8Array({ maxLength: 200 }), file => {
      outcomes.of(() => check(file), ModelFileError);
    });
    expect(outcomes.accepted).toBe(0);
  });
});
