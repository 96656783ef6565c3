/**
 * Errors of the embedded database. Each message says what happened and what to do, since the reader wanted to start a
 * server, not to run PostgreSQL.
 */

/** Any failure of the embedded database. */
export class EmbeddedDatabaseError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Another live server uses the data folder. */
export class DataFolderInUseError extends EmbeddedDatabaseError {
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `The data folder ${folder} is in use by the server with process id ${pid}. ` +
        `Stop that server, or set DATA_DIR to another folder for this one.`,
    );
  }
}

/** Another process has been starting or stopping the database for longer than the maximum wait. */
export class DataFolderBusyError extends EmbeddedDatabaseError {
  constructor(
    readonly folder: string,
    readonly pid: number,
    waitedMs: number,
  ) {
    super(
      `The process with id ${pid} has been starting or stopping the database in ${folder} for more than ` +
        `${Math.round(waitedMs / 1000)} seconds. If it hangs, end it and try again: no data is lost.`,
    );
  }
}

/** The data folder cannot be used: it is not writable, or contains something else. */
export class DataFolderUnusableError extends EmbeddedDatabaseError {
  constructor(
    readonly folder: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`The data folder ${folder} cannot be used: ${reason}`, options);
  }
}

/** PostgreSQL itself is missing, incomplete, or does not run on this machine. */
export class DatabaseProgramError extends EmbeddedDatabaseError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason} A PostgreSQL of your own (15 or newer) can be used instead: set DATABASE_URL.`, options);
  }
}

/** PostgreSQL refuses to run as root, and there is no other user that could run it. */
export class DatabaseUserError extends EmbeddedDatabaseError {}

/** PostgreSQL did not start; the message ends with its output. */
export class DatabaseStartError extends EmbeddedDatabaseError {
  constructor(
    reason: string,
    /** The last lines that PostgreSQL wrote to its log during this start. */
    readonly lastLines: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      [reason, ...(lastLines.length > 0 ? ['Its output:', ...lastLines.map((line) => `  ${line}`)] : [])].join('\n'),
      options,
    );
  }
}

/** PostgreSQL did not stop in time. */
export class DatabaseStopError extends EmbeddedDatabaseError {}
