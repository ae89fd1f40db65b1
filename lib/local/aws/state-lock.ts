import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Keeps two processes from writing one state. The lock is a socket that this process listens on: it ends with the
 * process, however that ends, and what a kill leaves behind answers nobody and is taken over.
 * Rejects with one line when the state is in use. Answers the function that gives it back.
 */
export async function lockState(statePath: string): Promise<() => Promise<void>> {
  const socketPath = socketFor(resolve(statePath));
  const server = (await tryListen(socketPath)) ?? (await takeOver(socketPath));
  if (server === undefined) {
    throw new Error(
      `${statePath}: is in use by another process: a desk that runs, its page (desk -- dashboard) or a command. End that one, or give another state folder.`,
    );
  }
  server.unref(); // a lock alone keeps no process alive
  return () => new Promise(done => server.close(() => done()));
}

/** In the temporary folder, because a socket's path may have no more than about a hundred characters. */
function socketFor(statePath: string): string {
  const name = createHash('sha256').update(statePath).digest('hex').slice(0, 20);
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\perpdesk-${name}`
    : join(tmpdir(), `perpdesk-${name}.lock`);
}

/** The listening server, or undefined when the path is taken. */
function tryListen(path: string): Promise<Server | undefined> {
  return new Promise((done, reject) => {
    const server = createServer(socket => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(undefined);
      else reject(error);
    });
    server.listen(path, () => done(server));
  });
}

async function takeOver(path: string): Promise<Server | undefined> {
  if (await isAlive(path)) return undefined;
  unlinkSync(path);
  return await tryListen(path);
}

function isAlive(path: string): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
