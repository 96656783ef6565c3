import type { GraphQLResolveInfo } from 'graphql';
import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Info,
  Int,
  ObjectType,
  Resolver,
  Root,
  type ClassType,
} from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import type { ConnectionValue } from '../../graph/pages/connection.js';
import { countFacets, type Facet, type FacetCounts, type ValueCount } from '../../graph/pages/facets.js';
import { selectedFields } from '../../graph/pages/selection.js';
import { Country } from '../country/country.type.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { Office } from '../office/office.type.js';
import { NewsItemKind } from './news-item.entity.js';
import { NewsItemConnection, newsItemList } from './news-item.list.js';
import { ListSize } from '../../graph/cost.js';
import { maximalReferenceNodes } from '../../graph/nouns/bounds.js';

const facets: Readonly<Record<string, Facet>> = {
  issuedBy: { chosenBy: 'issuedBy', counts: 'issuedBy' },
  countries: { chosenBy: 'countries', counts: 'countries' },
  fieldsOfWork: { chosenBy: 'fieldsOfWork', counts: 'fieldsOfWork' },
  years: { chosenBy: 'issuedOn', counts: 'year' },
  kinds: { chosenBy: 'kind', counts: 'kind' },
};

const countDescription = 'Number of matching news items: the `totalCount` of the list filtered by this value.';

interface NodeCount {
  node: object;
  count: number;
}

function nodeCount(name: string, what: string, node: () => unknown): ClassType<NodeCount> {
  @ObjectType(name, { simpleResolvers: true, description: `Number of news items with one ${what}.` })
  class Count {
    @Field(() => node() as never, { description: `The ${what}.` })
    node: object;

    @Field(() => Int, { description: countDescription })
    count: number;
  }
  return Count;
}

const OfficeCount = nodeCount('OfficeCount', 'issuing office', () => Office);
const CountryCount = nodeCount('CountryCount', 'country', () => Country);
const FieldOfWorkCount = nodeCount('FieldOfWorkCount', 'field of work', () => FieldOfWork);

@ObjectType({ simpleResolvers: true, description: 'Number of news items issued in one year.' })
class YearCount {
  @Field(() => Int, { description: 'The year.' })
  value: number;

  @Field(() => Int, { description: countDescription })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'Number of news items of one kind.' })
class NewsItemKindCount {
  @Field(() => NewsItemKind, { description: 'The kind.' })
  value: NewsItemKind;

  @Field(() => Int, { description: countDescription })
  count: number;
}

@ObjectType({
  description:
    'The values of a list of news items with their counts, the most frequent first. Each facet ignores the ' +
    'condition in `where` on its own field, so that further values can be offered beside those selected.',
})
export class NewsItemFacets {}

const nodesOf = (counts: readonly ValueCount[] | undefined, rows: ReadonlyMap<string, object>): NodeCount[] =>
  (counts ?? []).flatMap(({ value, count }) => {
    const node = rows.get(value);
    return node ? [{ node, count }] : [];
  });

@Resolver(() => NewsItemConnection)
export class NewsItemConnectionFacets {
  @Directive('@cost(weight: 200)')
  @FieldResolver(() => NewsItemFacets, {
    nullable: true,
    description:
      'Facet counts over the whole list, not only the page. All facets cost one statement. Null if that fails.',
  })
  facets(@Root() { whole }: ConnectionValue, @Info() info: GraphQLResolveInfo): Promise<FacetCounts> | FacetCounts {
    const asked = [...selectedFields(info)].filter((name) => name in facets);
    return asked.length > 0 ? countFacets(newsItemList, facets, asked, whole) : {};
  }
}

/** Dates have years of four digits. */
const maximalYears = 9_999;

@Resolver(() => NewsItemFacets)
export class NewsItemFacetsResolver {
  @ListSize({ usual: 70, most: maximalReferenceNodes })
  @FieldResolver(() => [OfficeCount], { description: 'The issuing offices. Ignores the filter on `issuedBy`.' })
  issuedBy(@Root() { issuedBy }: FacetCounts, @Ctx() { catalogue }: GraphContext): NodeCount[] {
    return nodesOf(issuedBy, catalogue.officeById);
  }

  @ListSize({ usual: 70, most: maximalReferenceNodes })
  @FieldResolver(() => [CountryCount], {
    description: 'The countries. Ignores the filter on `countries`.',
  })
  countries(@Root() { countries }: FacetCounts, @Ctx() { catalogue }: GraphContext): NodeCount[] {
    return nodesOf(countries, catalogue.countryById);
  }

  @ListSize({ usual: 25, most: maximalReferenceNodes })
  @FieldResolver(() => [FieldOfWorkCount], {
    description: 'The fields of work. Ignores the filter on `fieldsOfWork`.',
  })
  fieldsOfWork(@Root() { fieldsOfWork }: FacetCounts, @Ctx() { catalogue }: GraphContext): NodeCount[] {
    return nodesOf(fieldsOfWork, catalogue.fieldOfWorkById);
  }

  @ListSize({ usual: 60, most: maximalYears })
  @FieldResolver(() => [YearCount], {
    description:
      'The years of issue, the latest first, without items that have no date. Ignores the filter on `issuedOn`.',
  })
  years(@Root() { years = [] }: FacetCounts): YearCount[] {
    return years.map(({ value, count }) => ({ value: Number(value), count })).sort((a, b) => b.value - a.value);
  }

  @ListSize({ usual: 5, most: Object.keys(NewsItemKind).length })
  @FieldResolver(() => [NewsItemKindCount], { description: 'The kinds. Ignores the filter on `kind`.' })
  kinds(@Root() { kinds = [] }: FacetCounts): NewsItemKindCount[] {
    return kinds.map(({ value, count }) => ({ value: value as NewsItemKind, count }));
  }
}
