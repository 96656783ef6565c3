import { Arg, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { dataSource } from './data-source.js';
import { Country, CountryMention, Event, NewsItem, Office } from './entities.js';
import { NewsItemConnection } from './news.resolver.js';

const countries = dataSource.getRepository(Country);
const countryById = (id: string | null) => (id === null ? null : countries.findOneBy({ id }));

@Resolver(() => Country)
export class CountryResolver {
  @Query(() => Country, { nullable: true })
  country(@Arg('isoCode', () => String) isoCode: string): Promise<Country | null> {
    return countries.findOneBy({ isoCode });
  }

  @FieldResolver(() => [Office])
  fieldOperations(@Root() { id }: Country): Promise<Office[]> {
    return dataSource.getRepository(Office).find({
      where: { hostCountryId: id, type: 'FieldOperation' },
      order: { position: 'ASC' },
    });
  }

  @FieldResolver(() => NewsItemConnection)
  async newsItems(
    @Root() { id }: Country,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<NewsItemConnection> {
    const nodes = await dataSource
      .getRepository(NewsItem)
      .createQueryBuilder('item')
      .innerJoin('item.countryLinks', 'link', 'link.countryId = :id', { id })
      .orderBy('link.issuedKey', 'DESC')
      .addOrderBy('link.newsItemId', 'DESC')
      .limit(first)
      .getMany();
    return { nodes };
  }
}

@Resolver(() => Office)
export class OfficeResolver {
  @FieldResolver(() => Country, { nullable: true })
  hostCountry(@Root() { hostCountryId }: Office): Promise<Country | null> | null {
    return countryById(hostCountryId);
  }
}

@Resolver(() => Event)
export class EventResolver {
  @FieldResolver(() => Country, { nullable: true })
  country(@Root() { countryId }: Event): Promise<Country | null> | null {
    return countryById(countryId);
  }
}

@Resolver(() => CountryMention)
export class CountryMentionResolver {
  @FieldResolver(() => Country)
  country(@Root() { countryId }: CountryMention): Promise<Country | null> | null {
    return countryById(countryId);
  }
}
