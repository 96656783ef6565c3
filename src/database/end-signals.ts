/** Signals that end the process: Ctrl-C, `kill`, and a closed terminal. */

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C arrives twice, directly and through npm, as a closing terminal does: signals this close are one. */
const sameSignalMs = 500;

/**
 * Handles the first signal, and each that comes later than its echo.
 * @returns a function that removes the handlers
 */
export function onEndSignal(
  target: NodeJS.Process,
  onFirst: (signal: NodeJS.Signals) => void,
  onLater: (signal: NodeJS.Signals) => void,
): () => void {
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > sameSignalMs) onLater(signal);
      return;
    }
    firstAt = performance.now();
    onFirst(signal);
  };
  for (const signal of endSignals) target.on(signal, onSignal);
  return () => {
    for (const signal of endSignals) target.off(signal, onSignal);
  };
}
