/** Reports content changes of all processes to this one; triggers send them at commit. */
import type { Change } from '../graph/invalidation.js';
import { Listener } from './listener.js';

export interface ContentChangesOptions {
  readonly url: string;
  /** See ListenerOptions. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly onChange: (change: Change) => void;
  /** Whether changes are reported from now on. Changes that were missed are not reported later. */
  readonly onListening: (listening: boolean) => void;
  readonly onError: (error: Error) => void;
}

/** Starts to listen. @returns the listener, to close */
export async function listenForChanges({
  url,
  notify,
  onChange,
  onListening,
  onError,
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
    onError,
  });
  await listener.start();
  return listener;
}
