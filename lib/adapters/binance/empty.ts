/** Stands in for `protobufjs/minimal` in bundles: ccxt names it for a chain that this desk never talks to. */
export default {};
