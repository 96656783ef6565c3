import type { Database } from './database.js';
import { Listener } from './listener.js';

/** A listener that proves only that notifications arrive. */
export const listenerOn = (url: string, database: Database, onError: (error: Error) => void = () => undefined) =>
  new Listener({
    url,
    channel: 'something',
    notify: (channel, payload) => database.notify(channel, payload),
    onNotification: () => undefined,
    onListening: () => Promise.resolve(),
    onLost: () => Promise.resolve(),
    onError,
  });
