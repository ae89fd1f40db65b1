/**
 * Stands in, in bundles, for the packages by which ccxt signs for chains that this desk never talks to, and opens web sockets
 * that it never opens: their curves alone take a tenth of a container's start to set up. The desk signs with HMAC.
 */
const absent = (): never => {
  throw new Error('left out of the bundle: the desk signs with HMAC and opens no web socket');
};

export const secp256k1 = absent;
export const p256 = absent;
export const ed25519 = absent;
export const getStarkKey = absent;
export const ethSigToPrivate = absent;
export const sign = absent;
export const pedersen = absent;
export const keccak = absent;
export const poseidonHashMany = absent;
export const createWebSocketStream = absent;
export const gunzipSync = absent;
export const inflateSync = absent;

export default absent;
