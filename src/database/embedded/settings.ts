/** The settings of PostgreSQL, passed on the command line so that they always match this version of the code. */

/** A server for one machine and one application: not reachable from outside, and modest in memory. */
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  // Sockets are in /tmp by default, where any user could place one of the same name while the server is down.
  unix_socket_directories: '',
  max_connections: '100',
  // Allocated on demand: sized for a million items, whose ids spread over all pages of the indexes.
  shared_buffers: '384MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // JIT pays off for queries that take seconds; here compiling takes longer than the query.
  jit: 'off',
  // The embedded database has no replicas; bulk loads write less WAL this way.
  wal_level: 'minimal',
  // After a checkpoint the first change of each page logs the full page, and ids spread over all pages of an index: with
  // the default of 1 GB a bulk load caused a checkpoint every eight seconds and three times the WAL.
  max_wal_size: '4GB',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** A power cut may destroy the database: for tests only. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Returns the arguments of the `postgres` program for these settings. */
export function settingArguments(port: number, durable: boolean): string[] {
  const settings = { ...ALWAYS, ...(durable ? {} : NOT_DURABLE), port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
