#!/usr/bin/env node
/**
 * The command line as the package's bin. Node runs no TypeScript that lies in node_modules, and looks for `--import tsx` in
 * the folder it is started in: so tsx is found from here, and then the doorway beside this file.
 */
import { register } from 'tsx/esm/api';

register();
await import('./perpdesk.ts');
