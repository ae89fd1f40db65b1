/**
 * Two sorted streams as one, in the order of their keys. Both are read as they are needed and no further, so a reader
 * that stops early has read no page in vain.
 */
export async function* merged<T>(
  a: AsyncIterable<T>,
  b: AsyncIterable<T>,
  keyOf: (item: T) => string,
): AsyncGenerator<T> {
  const [left, right] = [a[Symbol.asyncIterator](), b[Symbol.asyncIterator]()];
  let [first, second] = await Promise.all([left.next(), right.next()]);
  while (first.done !== true || second.done !== true) {
    if (second.done === true || (first.done !== true && keyOf(first.value) <= keyOf(second.value))) {
      if (first.done !== true) yield first.value;
      first = await left.next();
    } else {
      yield second.value;
      second = await right.next();
    }
  }
}
