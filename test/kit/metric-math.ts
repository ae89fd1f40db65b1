/**
 * As much of CloudWatch's metric math as the stack uses: `MAX([a, b, IF(c > 40, 1, 0)])`. A series without a point has no
 * value; functions over a list take those that have one; a comparison or an `IF` over none has none.
 */
export type Value = number | undefined;

export function evaluateExpression(expression: string, numberOf: (id: string) => Value): Value {
  const words = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>]=?|[()[\],]/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const word = words[at];
    at += 1;
    if (word === undefined || (expected !== undefined && word !== expected))
      throw new Error(`${expression}: ${expected ?? 'something'} is expected where there is ${word}`);
    return word;
  };

  function list(): Value[] {
    const values: Value[] = [];
    take('[');
    do values.push(comparison());
    while (words[at] === ',' && take(',') !== '');
    take(']');
    return values;
  }

  function call(name: string): Value {
    take('(');
    if (name === 'IF') {
      const condition = comparison();
      take(',');
      const [yes] = [comparison(), take(',')];
      const no = comparison();
      take(')');
      return condition === undefined ? undefined : condition === 0 ? no : yes;
    }
    const present = list().filter(value => value !== undefined);
    take(')');
    if (present.length === 0) return undefined;
    if (name === 'MAX') return Math.max(...present);
    if (name === 'MIN') return Math.min(...present);
    if (name === 'SUM') return present.reduce((sum, each) => sum + each, 0);
    throw new Error(`${expression}: ${name} is not known here`);
  }

  function operand(): Value {
    const word = take();
    if (/^\d/.test(word)) return Number(word);
    return words[at] === '(' ? call(word) : numberOf(word);
  }

  function comparison(): Value {
    const left = operand();
    const sign = words[at];
    if (sign === undefined || !/^[<>]/.test(sign)) return left;
    take();
    const right = operand();
    if (left === undefined || right === undefined) return undefined;
    const holds = { '>': left > right, '>=': left >= right, '<': left < right, '<=': left <= right }[sign];
    return holds === true ? 1 : 0;
  }

  const value = comparison();
  if (at !== words.length) throw new Error(`${expression}: ${words.slice(at).join(' ')} is left over`);
  return value;
}
