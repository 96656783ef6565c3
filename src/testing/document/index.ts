import { lookupMany } from '../../graph/lookup-many.js';
import { isIdOf } from '../../graph/node-id.js';
import type { Slice } from '../../graph/slice.js';
import { CountryDocumentFields } from './country.fields.js';
import { Document, DocumentCountryEntity, DocumentOfficeEntity } from './document.entity.js';
import { documentLoaders } from './document.loaders.js';
import { DocumentQuery, DocumentResolver } from './document.resolver.js';
import { OfficeDocumentFields } from './office.fields.js';

export const document: Slice = {
  name: 'document',
  entities: [Document, DocumentOfficeEntity, DocumentCountryEntity],
  resolvers: [
    DocumentResolver,
    DocumentQuery,
    ...lookupMany(() => Document, 'Document', 'documents', 'Documents', ['id', 'slug']),
    CountryDocumentFields,
    OfficeDocumentFields,
  ],
  loaders: documentLoaders,
  nodes: {
    kind: 'Document',
    typeNames: ['Document'],
    keys: {
      id: (id, { loaders }) => (isIdOf('Document', id) ? loaders.documentById.load(id) : undefined),
      slug: (slug, { loaders }) => loaders.documentBySlug.load(slug),
    },
  },
};
