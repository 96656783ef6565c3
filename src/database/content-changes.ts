/** Tells this process which content other processes, or this one, have changed: at the commit, from triggers. */
import type { Change } from '../graph/invalidation.js';
import { Listener } from './listener.js';

export interface ContentChangesOptions {
  readonly url: string;
  /** See ListenerOptions. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly onChange: (change: Change) => void;
  /** Whether changes are told from now on. What happened while they were not is not told later. */
  readonly onListening: (listening: boolean) => void;
  readonly onFault: (fault: Error) => void;
}

/** Begins to listen. @returns what to close */
export async function listenForChanges({
  url,
  notify,
  onChange,
  onListening,
  onFault,
}: ContentChangesOptions): Promise<Pick<Listener, 'close'>> {
  const listener = new Listener({
    url,
    notify,
    channel: 'content_changed',
    onNotification: (payload) => onChange(JSON.parse(payload) as Change),
    onListening: () => {
      onListening(true);
      return Promise.resolve();
    },
    onLost: () => {
      onListening(false);
      return Promise.resolve();
    },
    onDeaf: () => onListening(false),
    onFault,
  });
  await listener.start();
  return listener;
}
