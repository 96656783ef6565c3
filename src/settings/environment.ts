/**
 * The only place that reads the settings of the process. Everything is parsed and checked once, at start, and every
 * fault is reported together: whoever sets the server up should not have to start it once per mistake.
 */
import { CACHING_SETTINGS } from './caching.js';
import { CLIENT_SETTINGS } from './clients.js';
import { DATABASE_SETTINGS } from './database.js';
import { FEDERATION_SETTINGS } from './federation.js';
import { HTTP_LIMITS, QUERY_LIMITS } from './limits.js';
import { LOAD_SETTINGS } from './load.js';
import { OBSERVABILITY_SETTINGS } from './observability.js';
import { Refusal } from './parsers.js';
import { COST_WEIGHTS, RATE_LIMIT_SETTINGS, RATE_LIMIT_STORE } from './rate-limit.js';
import { MODE_SETTING, SERVER_SETTINGS } from './server.js';
import { defaultText, readTable, type Setting, type Settings, type Table } from './setting.js';

/** Those whose values are properties of the environment itself. */
const PLAIN_SETTINGS = {
  ...SERVER_SETTINGS,
  ...DATABASE_SETTINGS,
  ...OBSERVABILITY_SETTINGS,
  ...FEDERATION_SETTINGS,
  ...CACHING_SETTINGS,
  ...CLIENT_SETTINGS,
  ...RATE_LIMIT_STORE,
  ...LOAD_SETTINGS,
};

/** The settings of this process, checked and immutable. */
export interface Environment extends Settings<typeof MODE_SETTING>, Settings<typeof PLAIN_SETTINGS> {
  /** Absent: a client may ask for as much as it likes. */
  readonly rateLimit: Settings<typeof RATE_LIMIT_SETTINGS> | undefined;
  readonly costWeights: Settings<typeof COST_WEIGHTS>;
  readonly limits: Settings<typeof QUERY_LIMITS>;
  readonly httpLimits: Settings<typeof HTTP_LIMITS>;
}

/** One variable that does not hold what it should. `received` is safe to log: it never contains a password. */
export interface EnvironmentProblem {
  readonly name: string;
  readonly expected: string;
  readonly received: string;
}

/** The process cannot start with these settings. `faults` lists all that is wrong with them, not only the first. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly EnvironmentProblem[]) {
    const lines = faults.map(({ name, expected, received }) => `  ${name}: expected ${expected}, got ${received}`);
    super(['The settings in the environment are not usable:', ...lines].join('\n'));
  }
}

const ALL_SETTINGS = {
  ...MODE_SETTING,
  ...PLAIN_SETTINGS,
  ...RATE_LIMIT_SETTINGS,
  ...COST_WEIGHTS,
  ...QUERY_LIMITS,
  ...HTTP_LIMITS,
};

export type SettingName = keyof typeof ALL_SETTINGS;

/** Every setting with its default and its meaning, in words: the documentation is made of this. */
export const SETTINGS: readonly Readonly<Record<'name' | 'default' | 'description', string>>[] =
  Object.entries<Setting>(ALL_SETTINGS).map(([name, setting]) => ({
    name,
    default: defaultText(setting),
    description: setting.description,
  }));

/**
 * Reads and checks all settings.
 *
 * @param env the variables, normally `process.env`; a blank one counts as absent, an unknown one is ignored
 * @throws {EnvironmentError} listing every variable that does not hold what it should
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const faults: EnvironmentProblem[] = [];
  let inProduction = false;

  const readSetting = (name: string, setting: Setting): unknown => {
    const usual = inProduction && 'inProduction' in setting ? setting.inProduction : setting.default;
    const text = env[name]?.trim() ?? '';
    const value = text === '' ? usual : setting.parse(text);
    if (!(value instanceof Refusal)) return Object.freeze(value);
    faults.push({ name, expected: value.expected, received: value.received ?? quoted(text) });
    return usual;
  };
  const read = <Entries extends Table>(table: Entries) => readTable(table, readSetting);

  const { mode } = read(MODE_SETTING);
  inProduction = mode === 'production';
  const plain = read(PLAIN_SETTINGS);
  const rateLimit = read(RATE_LIMIT_SETTINGS);
  const environment: Environment = Object.freeze({
    mode,
    ...plain,
    rateLimit: rateLimit.perMinute > 0 ? rateLimit : undefined,
    costWeights: read(COST_WEIGHTS),
    limits: read(QUERY_LIMITS),
    httpLimits: read(HTTP_LIMITS),
  });
  if (plain.trustedDocumentsOnly && plain.trustedDocuments === undefined) {
    faults.push({
      name: 'TRUSTED_DOCUMENTS',
      expected: 'a file, since TRUSTED_DOCUMENTS_ONLY is set',
      received: 'none',
    });
  }
  if (plain.metricsPort === plain.port && plain.port !== 0) {
    faults.push({ name: 'METRICS_PORT', expected: 'another port than PORT, or none', received: String(plain.port) });
  }
  if (faults.length > 0) throw new EnvironmentError(faults);
  return environment;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
