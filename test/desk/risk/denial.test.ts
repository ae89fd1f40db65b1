import { expect, test } from 'vitest';
import { DENIALS } from '../../../lib/desk/risk/denial.ts';

test.each(Object.entries(DENIALS))(
  '%s is a code in kebab-case with a sentence of its own',
  (code, sentence) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(sentence.length).toBeGreaterThan(10);
    expect(Object.values(DENIALS).filter(each => each === sentence)).toHaveLength(1);
  },
);
