/**
 * Prints the bill of materials of what runs: `npm run --silent sbom > sbom.json`. That of `npm sbom --omit dev` lacks whatever
 * development needs as well, such as graphql; here the whole bill is cut down to what is installed for the server.
 */
import { execFileSync } from 'node:child_process';

const npm = (...args) => JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 28 }));

const bill = npm('sbom', '--sbom-format', 'cyclonedx');
const runs = new Set(npm('query', '.prod').map(({ name, version }) => `${name}@${version}`));

const components = bill.components.filter((component) => runs.has(component['bom-ref']));
const dependencies = bill.dependencies
  .filter(({ ref }) => runs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((needed) => runs.has(needed)) }));

console.log(JSON.stringify({ ...bill, components, dependencies }, undefined, 2));
