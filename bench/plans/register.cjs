/** Runs TypeScript of this folder; the build of the project is left as it is, since names of classes are names of types. */
require('esbuild-register/dist/node').register({ hookMatcher: (file) => !/[\\/]dist[\\/]/.test(file) });
