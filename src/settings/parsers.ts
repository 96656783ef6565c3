/** How the text of a variable of the environment becomes the value of a setting, or is refused in words. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Turns the text of a variable into its value, or says what is wrong by returning a `Refusal`. */
export type Parser<Value> = (text: string) => Value | Refusal;

export class Refusal {
  constructor(
    readonly expected: string,
    /** Given where the text itself must not be shown. */
    readonly received?: string,
  ) {}
}

export function integer(least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : new Refusal(`a whole number from ${least} to ${most}`);
  };
}

export function oneOf<const Value extends string>(values: readonly Value[]): Parser<Value> {
  return (text) => values.find((value) => value === text) ?? new Refusal(`one of ${values.join(', ')}`);
}

export function boolean(text: string): boolean | Refusal {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  return new Refusal('true or false');
}

/** What a header can carry, and too long to be guessed; a fault does not show it. */
export function secret(text: string): string | Refusal {
  return /^[!-~]{16,}$/.test(text)
    ? text
    : new Refusal('at least 16 characters of ASCII without spaces', 'another text');
}

export function hostName(text: string): string | Refusal {
  return /^[\w.:%-]+$/.test(text) ? text : new Refusal('an address or a host name, without a scheme or a path');
}

export function folder(text: string): string | Refusal {
  return text.includes('\0') ? new Refusal('the path of a folder') : resolve(text);
}

/** A fault says no more of the value than its scheme: in a URL that cannot be parsed the password may stand anywhere. */
export function databaseUrl(text: string): string | Refusal {
  const expected = 'a URL of the form postgres://user:password@host:port/database';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme === undefined) return new Refusal(expected, 'something that is not a URL');
  if (!/^postgres(ql)?$/i.test(scheme)) return new Refusal(expected, `a URL that begins with ${scheme}://`);
  const faulty = new Refusal(
    expected,
    `a URL that begins with ${scheme}:// but cannot be read (is the password URL-encoded?)`,
  );
  // Cloud SQL writes a socket as `postgres://user:password@/name?host=/cloudsql/…`, which is no URL for lack of a host.
  const url = text.replace(/^([^/]+\/\/[^/?#]*@)(?=\/)/, '$1socket');
  if (!URL.canParse(url)) return faulty;
  try {
    const { username, password, pathname, search, hash, searchParams } = new URL(url);
    [username, password, pathname].forEach(decodeURIComponent);
    // A password with a bare "/", "?" or "#" begins as a port and goes on as a path: later errors would show it.
    if (/@/.test(pathname + search + hash) || hash !== '') return faulty;
    if (url !== text && !searchParams.get('host')?.startsWith('/')) {
      return new Refusal(`${expected}; one without a host names the folder of a socket by ?host=/path`, 'neither');
    }
    return searchParams.getAll('sslmode').every((mode) => sslModes.includes(mode))
      ? text
      : new Refusal(`a URL whose sslmode is one of ${sslModes.join(', ')}`, 'another sslmode');
  } catch {
    return faulty;
  }
}

/** Those of `pg` but `allow`, which it does not know. */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

export function databaseUrls(text: string): readonly string[] | Refusal {
  const urls: string[] = [];
  for (const part of text.split(',').map((url) => url.trim())) {
    const url = databaseUrl(part);
    if (url instanceof Refusal) return new Refusal(`${url.expected}, or several, separated by commas`, url.received);
    urls.push(url);
  }
  return urls;
}

/** A fault does not show it, as it may hold a password. */
export function httpUrl(text: string): string | Refusal {
  const isHttp = /^https?:\/\//i.test(text) && URL.canParse(text);
  return isHttp ? text : new Refusal('a URL that begins with http:// or https://', 'another text');
}

export function share(text: string): number | Refusal {
  const value = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
  return value >= 0 && value <= 1 ? value : new Refusal('a number from 0 to 1');
}

export function origins(text: string): readonly string[] | Refusal {
  const list = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  return list.every(isOrigin) ? list : new Refusal('origins such as https://example.org, separated by commas, or *');
}

/** Browsers send an origin without a path or a final slash; one written otherwise would never match. */
function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text);
}

export function file(text: string): string | Refusal {
  return /\p{Cc}/u.test(text) ? new Refusal('the path of a file') : resolve(text);
}

export function addresses(text: string): readonly string[] | Refusal {
  const list = text.split(',').map((address) => address.trim());
  return list.filter(Boolean).every(isNetwork)
    ? list.filter(Boolean)
    : new Refusal('addresses and subnets such as 10.0.0.0/8, separated by commas');
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

export function headerName(text: string): string | Refusal {
  return /^[\w-]+$/.test(text) ? text.toLowerCase() : new Refusal('the name of a header');
}

export function redisUrl(text: string): string | Refusal {
  return /^rediss?:\/\/\S+$/i.test(text) && URL.canParse(text)
    ? text
    : new Refusal('a URL of the form redis://user:password@host:port', 'another text');
}
