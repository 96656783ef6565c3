import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Country, type CountryRow } from '../../content/country/country.type.js';
import { Office, type OfficeRow } from '../../content/office/office.type.js';
import { rowsOf } from '../../graph/catalogue.js';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { isIdOf } from '../../graph/node-id.js';
import { Document } from './document.entity.js';
import { documentList, DocumentPages } from './document.list.js';

@Resolver(() => Document)
export class DocumentResolver {
  @Query(() => Document, {
    nullable: true,
    description: 'One document by exactly one of its keys; null if not found.',
  })
  document(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { loaders }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    if (key === 'slug') return loaders.documentBySlug.load(value);
    return isIdOf('Document', value) ? loaders.documentById.load(value) : undefined;
  }

  @Directive('@listSize(assumedSize: 2)')
  @FieldResolver(() => [Office], { description: 'The offices that issued it.' })
  async issuedBy(@Root() { id }: Document, @Ctx() { catalogue, loaders }: GraphContext): Promise<OfficeRow[]> {
    return rowsOf(await loaders.officeIdsByDocumentId.load(id), catalogue.officeById);
  }

  @Directive('@listSize(assumedSize: 3)')
  @FieldResolver(() => [Country], { description: 'The countries that it is about.' })
  async countries(@Root() { id }: Document, @Ctx() { catalogue, loaders }: GraphContext): Promise<CountryRow[]> {
    return rowsOf(await loaders.countryIdsByDocumentId.load(id), catalogue.countryById);
  }
}

export const DocumentQuery = connectionQuery(
  'documents',
  documentList,
  DocumentPages,
  'Documents of the organisation.',
);
