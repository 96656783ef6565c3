/**
 * The rules of the code. Prettier owns how it looks; TypeScript owns unused names; what stands here finds mistakes, and
 * keeps the layers of the design apart: see `LAYERS` and `ARROWS`.
 */
import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SOURCES = ['src/**/*.ts'];
/** Tests and what only they use may look behind every door. */
const TESTS = ['**/*.spec.ts', '**/*.fixture.ts', 'src/testing/**/*.ts'];

/** Every file of `src` is of the first kind here that fits it. What `*` stands for in `content/*` is its noun. */
const LAYERS = [
  ['tests', 'src/**/*.{spec,fixture}.ts'],
  ['tests', 'src/testing/**'],
  ['main', 'src/main.ts'],
  ['main', 'src/engine.ts'],
  ['settings', 'src/settings/**'],
  ['slices', 'src/slices.ts'],
  ['commands', 'src/commands/**'],
  ['server', 'src/server/**'],
  ['graph', 'src/graph/**'],
  // Who is served next, of requests and of statements.
  ['admission', 'src/admission/**'],
  ['database', 'src/database/**'],
  ['entity', 'src/content/*/*.entity.ts'],
  ['type', 'src/content/*/*.type.ts'],
  ['data', 'src/content/*/*.data.json'],
  ['resolver', 'src/content/*/*.{resolver,fields}.ts'],
  ['declaration', 'src/content/*/index.ts'],
  ['content', 'src/content/*/**'],
  // What mentions of countries are found with: the one part of the ingest that the graph itself needs.
  ['linker', 'src/ingest/gazetteer.ts'],
  ['linker', 'src/ingest/linker/**'],
  ['record', 'src/ingest/record.ts'],
  ['ingest', 'src/ingest/**'],
];
const SLICE = ['entity', 'type', 'data', 'resolver', 'declaration', 'content'];

/** From which layer which others may be imported. What is not here may not. */
const ARROWS = {
  main: ['main', 'commands', 'settings'],
  settings: ['settings'],
  commands: [
    'admission',
    'commands',
    'settings',
    'graph',
    'ingest',
    'linker',
    'record',
    'server',
    'slices',
    'database',
  ],
  // It reads the folders of the slices, and names none.
  slices: ['graph'],
  server: ['server', 'graph', 'admission'],
  graph: ['graph'],
  admission: ['admission'],
  database: ['database', 'graph', 'admission', 'settings'],
  ingest: ['ingest', 'linker', 'record', 'entity', 'data', 'graph', 'database'],
  linker: ['linker', 'record', 'entity', 'graph'],
  record: ['record', 'graph'],
};

const GRAPHQL = ['graphql', 'type-graphql', 'graphql-*', '@apollo/*', '@graphql-tools/*', 'dataloader'];
const HTTP = ['@apollo/server', '@as-integrations/*', '@fastify/*', 'fastify'];

const from = (...categories) => ({ file: { categories } });
const ARROW_POLICIES = [
  { allow: { to: { module: { origin: ['external', 'core'] } } } },
  ...Object.entries(ARROWS).map(([layer, others]) => ({
    from: from(layer),
    allow: { to: { file: { categories: others } } },
  })),
  // A slice takes what is its own, the mechanics of the graph, and of another slice its types and nothing else.
  {
    from: from(...SLICE),
    allow: [
      { to: { file: { categories: ['graph', 'entity', 'type'] } } },
      { to: { file: { captured: { noun: '{{from.file.captured.noun}}' } } } },
    ],
  },
  {
    from: { file: { categories: SLICE, captured: { noun: 'country-mention' } } },
    allow: { to: { file: { categories: 'linker' } } },
  },
  {
    from: from('ingest', 'linker', 'record'),
    disallow: { to: { module: { source: GRAPHQL } } },
    message: 'How content comes in knows no GraphQL.',
  },
  {
    from: from('graph', 'database', 'ingest', 'linker', 'record', ...SLICE),
    disallow: { to: { module: { source: HTTP } } },
    message: 'Only src/server knows by what the graph is served.',
  },
  {
    from: from('resolver'),
    disallow: { to: { module: { source: ['typeorm', 'pg'] } } },
    message: 'A resolver names a loader or a query: it never touches a repository or a data source.',
  },
];

const PROCESS_SETTINGS = [
  {
    selector:
      'MemberExpression[object.name="process"][property.name="env"]:not(CallExpression[callee.name="readEnvironment"] > MemberExpression)',
    message: 'Only src/settings/environment.ts reads the settings of the process: take the Environment that it made.',
  },
  {
    selector: 'VariableDeclarator[init.name="process"], ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Name the global `process` where it is used, so that readers of its settings are found.',
  },
];

const LOADED_ROWS = [
  {
    selector: 'Property[key.name=/^(eager|lazy|relations)$/]',
    message: 'No relation of TypeORM is read at run time: rows hold ids, loaders follow them.',
  },
  {
    selector: 'Property[key.name="synchronize"]:not([value.value=false])',
    message: 'The schema is changed by migrations only.',
  },
];

export default defineConfig(
  { ignores: ['dist/', 'bench/peers/ordinary/dist/', 'data/', 'data-bench/', 'bench-results/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      // Prettier breaks long member accesses so; where a semicolon is missing, it shows.
      'no-unexpected-multiline': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constant-binary-expression': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unreachable-loop': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { Buffer: 'readonly', console: 'readonly', fetch: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { require: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Says nothing in files with decorators: there an import that looks like a type may be metadata at run time.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { disallowTypeAnnotations: false, fixStyle: 'inline-type-imports' },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // The classes of filters and of input types are empty until their fields are declared.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true }],

      // `noUncheckedIndexedAccess` asks for `!` wherever the index is known to be there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // The read path has rows, not entities: a row stands for the class of its type, and has enum values as text.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // It would take assertions that the compiler needs, where a receiver is generic.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // A list of answers may mix what is at hand with what is still being read: it reports `Promise.all` of such.
      '@typescript-eslint/await-thenable': 'off',
      // It does not see what changes during an `await`.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Faults of the system come as NodeJS.ErrnoException: to say so is shorter than to find out.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // A type parameter that occurs once still names something for the caller.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      // TypeScript reports these itself (noUnusedLocals, noUnusedParameters).
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  {
    files: SOURCES,
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
      'boundaries/legacy-templates': false,
      'boundaries/files-single-match': true,
      'boundaries/files': LAYERS.map(([category, pattern]) => ({
        category,
        pattern,
        ...(pattern.startsWith('src/content/*') && { capture: ['noun'] }),
      })),
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkAllOrigins: true,
          checkUnknownLocals: true,
          message:
            'A file of the layer "{{from.file.categories}}" may not import "{{dependency.source}}": imports run one way (see ARROWS in eslint.config.mjs).',
          policies: ARROW_POLICIES,
        },
      ],
      'no-restricted-syntax': ['error', ...PROCESS_SETTINGS, ...LOADED_ROWS],
    },
  },
  {
    files: ['src/settings/environment.ts'],
    rules: { 'no-restricted-syntax': ['error', ...LOADED_ROWS] },
  },
  {
    // What other servers answer has whatever shape their schemas give it.
    files: ['bench/queries/**/*.ts', 'bench/measure/requests.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: TESTS,
    rules: {
      'boundaries/dependencies': 'off',
      'no-restricted-syntax': 'off',
      // `expect.any()` and what a test reads from JSON are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
