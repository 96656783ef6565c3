/**
 * Lets Node.js run the TypeScript of the benchmark, and leaves what is built as it is: to compile that once more would
 * rename classes, and migrations are known by the names of theirs.
 */
const { register } = require('esbuild-register/dist/node');

register({ target: 'node20', hookMatcher: (file) => file.endsWith('.ts') });
