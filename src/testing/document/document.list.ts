import { edge } from '../../graph/edges.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import { fieldColumns } from '../../graph/entity-columns.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, extendFilter, fullText, related } from '../../graph/where/declare.js';
import { Document } from './document.entity.js';

const [issuedBy, documentsOfOffice] = edge({
  table: 'document_office',
  ends: [
    { kind: 'Document', column: 'document_id', field: 'issuedBy', many: true, says: 'was issued by' },
    { kind: 'Office', column: 'office_id', field: 'documents', many: true, says: 'issued' },
  ],
});
const [countries, documentsAboutCountry] = edge({
  table: 'document_country',
  ends: [
    { kind: 'Document', column: 'document_id', field: 'countries', many: true, says: 'is about' },
    { kind: 'Country', column: 'country_id', field: 'documents', many: true, says: 'is what this is about:' },
  ],
});
export { documentsAboutCountry, documentsOfOffice };

declareFilter('Document', {
  ...columnFilters(Document),
  search: fullText('By title and lead.'),
  issuedBy: related('By the offices that issued it.', issuedBy),
  countries: related('By the countries it is about.', countries),
});
extendFilter('Office', { documents: related('By the documents that it issued.', documentsOfOffice) });
extendFilter('Country', { documents: related('By the documents about it.', documentsAboutCountry) });

export const documentList: ListDeclaration<Document> = {
  kind: 'Document',
  table: 'document',
  columns: fieldColumns(Document),
  orders: columnOrders(Document),
  defaultOrder: [{ field: 'DATED_ON', direction: OrderDirection.DESC }],
};

export const DocumentPages = connectionTypes(() => Document, documentList);
