#!/usr/bin/env -S node --import tsx
/** The storm's doorway: everything it does is in lib/storm. */
import { stormCommand } from '../lib/storm/command.ts';

process.exitCode = await stormCommand(process.argv.slice(2), {
  out: line => void process.stdout.write(`${line}\n`),
  err: line => void process.stderr.write(`${line}\n`),
});
