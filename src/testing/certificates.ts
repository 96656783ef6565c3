/** Certificates for test servers, created with OpenSSL. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A test certificate authority, with its certificate in a file. */
export class Authority {
  private constructor(
    private readonly home: string,
    readonly file: string,
  ) {}

  static async make(): Promise<Authority> {
    const home = await mkdtemp(join(tmpdir(), 'osce-graph-authority-'));
    const authority = new Authority(home, join(home, 'ca.pem'));
    await authority.selfSigned('ca', 'authority of a test');
    return authority;
  }

  /** A certificate for a host, signed by this authority. @param days validity from now; negative if expired */
  async certificateFor(host: string, days = 1): Promise<Certificate> {
    const [key, request, certificate] = ['server.key', 'server.csr', 'server.pem'].map((name) => join(this.home, name));
    await this.openssl('req', '-new', ...newKey(key!), ...subject(host), '-out', request!);
    const signed = ['-CA', this.file, '-CAkey', join(this.home, 'ca.key'), '-copy_extensions', 'copy'];
    await this.openssl('x509', '-req', '-in', request!, ...signed, '-days', String(days), '-out', certificate!);
    return contentOf(certificate!, key!);
  }

  /** A self-signed certificate. Its file `<name>.pem` is beside that of the authority. */
  async selfSigned(name: string, host: string): Promise<Certificate> {
    const [key, certificate] = [join(this.home, `${name}.key`), join(this.home, `${name}.pem`)];
    await this.openssl('req', '-x509', ...newKey(key), ...subject(host), '-days', '1', '-out', certificate);
    return contentOf(certificate, key);
  }

  remove = () => rm(this.home, { recursive: true, force: true });

  private openssl = (...args: string[]) => run('openssl', args, { cwd: this.home });
}

const newKey = (file: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', file];
const subject = (host: string) => [
  '-subj',
  `/CN=${host}`,
  '-addext',
  `subjectAltName=DNS:${host.replaceAll(' ', '-')}`,
];

async function contentOf(certificate: string, key: string): Promise<Certificate> {
  return { certificate: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') };
}
