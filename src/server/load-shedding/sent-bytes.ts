/** How much of what was written to a connection has left this process. */
import type { Socket } from 'node:net';

/** Internals of Node.js sockets, which its own socket timeouts read too. */
interface Inside {
  readonly _bytesDispatched?: number;
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * Returns the bytes that have left the process. `bytesWritten` includes bytes that still wait here, and `writableLength`
 * counts a large answer as a whole until its last byte is sent. Neither shows whether a client reads.
 */
export function sentBytes(socket: Socket): number {
  const { _bytesDispatched: dispatched, _handle: handle } = socket as unknown as Inside;
  return (dispatched ?? socket.bytesWritten) - (handle?.writeQueueSize ?? 0);
}
