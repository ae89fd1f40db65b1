/**
 * Protocol buffers' wire format, the writing half: each function makes one field, a message is its fields laid end to
 * end. (protobuf.dev, Encoding.)
 */
export type Piece = Uint8Array;

const VARINT = 0;
const LENGTH = 2;
const TEXT = new TextEncoder();

/** Seven bits a byte, the lowest first; the top bit says that more follow. Negative numbers take 64 bits. */
function varint(value: number): Piece {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const tag = (field: number, wire: number): Piece => varint(field * 8 + wire);

export const integer = (field: number, value: number): Piece => joined([tag(field, VARINT), varint(value)]);

export const bytes = (field: number, content: Uint8Array): Piece =>
  joined([tag(field, LENGTH), varint(content.length), content]);

export const text = (field: number, content: string): Piece => bytes(field, TEXT.encode(content));

export const message = (field: number, fields: readonly Piece[]): Piece => bytes(field, joined(fields));

export function joined(pieces: readonly Piece[]): Piece {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
