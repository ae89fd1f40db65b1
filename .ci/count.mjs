// Prints `PASSED FAILED` of a vitest report and, on stderr, the name and the first line of each failure.
// node count.mjs REPORT.json
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const { testResults: files } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

/** The report has a placeholder where a test ran out of its time. */
const firstLineOf = message =>
  String(message).split('\n')[0].replace('STACK_TRACE_ERROR', 'out of time').slice(0, 200);

/** A file that could not be loaded, or set up, counts as one failure. */
const failuresOf = ({ name, status, message, assertionResults }) => {
  const failed = assertionResults.filter(test => test.status === 'failed');
  if (failed.length === 0 && status === 'failed')
    return [{ what: relative('.', name), why: firstLineOf(message) }];
  return failed.map(({ fullName, duration, failureMessages: [why] }) => ({
    what: `${relative('.', name)} > ${fullName}`,
    why: `${firstLineOf(why)} (after ${Math.round(duration)} ms)`,
  }));
};

const passed = files.flatMap(file => file.assertionResults).filter(test => test.status === 'passed');
const failures = files.flatMap(failuresOf);
for (const { what, why } of failures) console.error(`!! ${what}\n     ${why}`);
console.log(passed.length, failures.length);
