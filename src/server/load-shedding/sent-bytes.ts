/** How much of what was written to a connection has left this process. */
import type { Socket } from 'node:net';

/** What Node.js knows of a connection, and tells nobody: its own time limits of connections read the same. */
interface Inside {
  readonly _bytesDispatched?: number;
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * `bytesWritten` alone counts what waits in this process as written, and `writableLength` counts one large answer as a whole
 * until its last byte has gone. Neither tells whether a client reads.
 */
export function sentBytes(socket: Socket): number {
  const { _bytesDispatched: dispatched, _handle: handle } = socket as unknown as Inside;
  return (dispatched ?? socket.bytesWritten) - (handle?.writeQueueSize ?? 0);
}
