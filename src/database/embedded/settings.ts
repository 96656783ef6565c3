/** The settings that PostgreSQL is started with: on the command line, so that they always fit this version of the code. */

/** A server for one machine and one application: closed to the outside, and content with little memory while it has little. */
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  // Sockets live in /tmp by default, where any user could put one of the same name in our absence.
  unix_socket_directories: '',
  max_connections: '100',
  // Taken as it is needed: not for the content of today, but ids of a million items spread over all pages of the indexes.
  shared_buffers: '384MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Compiling pays for queries that take seconds; here they take less than the compilation.
  jit: 'off',
  // Nothing replicates from the embedded database. Without that, bulk loads write less.
  wal_level: 'minimal',
  // After each checkpoint a page is logged whole at its first change, and ids spread over all pages of an index: with
  // the default of 1 GB a bulk load made a checkpoint every eight seconds and three times the log.
  max_wal_size: '4GB',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_checkpoints: 'off',
  logging_collector: 'off',
};

/** A power cut may destroy the database: good for tests, which throw it away. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The arguments for the `postgres` program that make these settings hold. */
export function settingArguments(port: number, durable: boolean): string[] {
  const settings = { ...ALWAYS, ...(durable ? {} : NOT_DURABLE), port: String(port) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
