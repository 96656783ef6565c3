import { Office } from '../../content/office/office.type.js';
import { connectionField } from '../../graph/pages/connection-field.js';
import { documentList, DocumentPages, documentsOfOffice } from './document.list.js';

export const OfficeDocumentFields = connectionField({
  on: () => Office,
  direction: documentsOfOffice,
  list: documentList,
  types: DocumentPages,
  description: 'Documents that it issued, the latest first.',
});
