import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text or of bytes, in hexadecimal. */
export const digestOf = (given: string | Uint8Array): string =>
  bytesToHex(sha256(typeof given === 'string' ? bytesOf(given) : given));

/** A text in UTF-8. */
export const bytesOf = (text: string): Uint8Array => utf8ToBytes(text);

/** Bytes as the UTF-8 that they should be; what is none becomes U+FFFD, which no format of ours admits. */
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
