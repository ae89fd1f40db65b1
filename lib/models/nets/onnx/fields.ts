import { ModelFileError } from '../../trees/errors.ts';

/** A field of a message as it came: a whole number, or the bytes of a text, a message or numbers laid end to end. */
export interface Field {
  readonly field: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();
const broken = (): ModelFileError => new ModelFileError('not an ONNX model, or only a part of one');

/**
 * Protocol buffers' wire format, the reading half: the fields of a message. Fixed-width numbers are passed over with
 * no bytes kept. @throws ModelFileError for bytes that are no message
 */
export function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (let n = 0; n < 10; n += 1) {
      const byte = message[at];
      if (byte === undefined) throw broken();
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw broken();
  };
  const taken = (length: number): Uint8Array => {
    if (length > message.length - at) throw broken();
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    if (field < 1) throw broken();
    switch (tag % 8) {
      case 0:
        fields.push({ field, number: varint(), bytes: NOTHING });
        break;
      case 1:
        taken(8);
        break;
      case 2:
        fields.push({ field, number: Number.NaN, bytes: taken(varint()) });
        break;
      case 5:
        taken(4);
        break;
      default:
        throw broken();
    }
  }
  return fields;
}
