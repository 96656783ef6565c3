import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { selectRows } from '../../graph/entity-columns.js';
import { linkedIds, rowById, rowBySlug } from '../../graph/rows.js';
import { Document } from './document.entity.js';

const select = selectRows(Document);

export const documentLoaders = {
  documentById: rowById<Document>(select),
  documentBySlug: rowBySlug<Document>(select),
  officeIdsByDocumentId: linkedIds('document_office', 'document_id', 'office_id'),
  countryIdsByDocumentId: linkedIds('document_country', 'document_id', 'country_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof documentLoaders> {}
}
