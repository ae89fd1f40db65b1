/** The command line's doorway: everything it does is in lib/operator. */
import { runCommand } from '../lib/operator/program.ts';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// The SDK's version is fixed: what later ones will ask of Node is no answer to a question about a desk.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

process.exitCode = await runCommand(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  in: process.stdin,
  env: process.env,
  planOf: async () => (await import('../lib/stack/settings.ts')).settingsOf,
});
