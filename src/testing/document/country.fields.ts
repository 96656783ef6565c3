import { Country } from '../../content/country/country.type.js';
import { connectionField } from '../../graph/pages/connection-field.js';
import { documentList, DocumentPages, documentsAboutCountry } from './document.list.js';

export const CountryDocumentFields = connectionField({
  on: () => Country,
  direction: documentsAboutCountry,
  list: documentList,
  types: DocumentPages,
  description: 'Documents about it, the latest first.',
});
