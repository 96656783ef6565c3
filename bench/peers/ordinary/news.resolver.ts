import {
  Arg,
  Args,
  ArgsType,
  Field,
  FieldResolver,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { SelectQueryBuilder } from 'typeorm';
import { dataSource } from './data-source.js';
import {
  Country,
  CountryMention,
  Event,
  FieldOfWork,
  NewsItem,
  NewsItemCountry,
  NewsItemEvent,
  NewsItemFieldOfWork,
  NewsItemOffice,
  NewsItemProject,
  Office,
  Project,
} from './entities.js';

@InputType()
class NewsFilter {
  @Field(() => String, { nullable: true })
  issuedSince?: string;

  @Field(() => String, { nullable: true })
  fieldOfWork?: string;

  @Field(() => [String], { nullable: true })
  countries?: string[];
}

@ArgsType()
class NewsItemsArgs {
  @Field(() => Int, { defaultValue: 20 })
  first: number;

  @Field(() => String, { nullable: true })
  after?: string;

  @Field(() => NewsFilter, { nullable: true })
  filter?: NewsFilter;
}

@ObjectType()
export class NewsItemConnection {
  @Field(() => [NewsItem])
  nodes: NewsItem[];

  filter?: NewsFilter | undefined;
}

const items = dataSource.getRepository(NewsItem);

function filtered(filter: NewsFilter | undefined): SelectQueryBuilder<NewsItem> {
  const query = items.createQueryBuilder('item');
  if (filter?.issuedSince) query.andWhere('item.issuedOn >= :since', { since: filter.issuedSince });
  if (filter?.fieldOfWork) {
    query.andWhere(
      `EXISTS (SELECT FROM news_item_field_of_work l JOIN field_of_work f ON f.id = l.field_of_work_id
        WHERE l.news_item_id = item.id AND f.slug = :slug)`,
      { slug: filter.fieldOfWork },
    );
  }
  if (filter?.countries) {
    query.andWhere(
      `EXISTS (SELECT FROM news_item_country l JOIN country c ON c.id = l.country_id
        WHERE l.news_item_id = item.id AND c.iso_code IN (:...codes))`,
      { codes: filter.countries },
    );
  }
  return query;
}

@Resolver(() => NewsItemConnection)
export class NewsItemConnectionResolver {
  @FieldResolver(() => Int)
  totalCount(@Root() { filter }: NewsItemConnection): Promise<number> {
    return filtered(filter).getCount();
  }
}

@Resolver(() => NewsItem)
export class NewsItemResolver {
  @Query(() => NewsItemConnection)
  async newsItems(@Args(() => NewsItemsArgs) { first, after, filter }: NewsItemsArgs): Promise<NewsItemConnection> {
    const query = filtered(filter).orderBy('item.issuedKey', 'DESC').addOrderBy('item.id', 'DESC').take(first);
    if (after) {
      const [key, id] = JSON.parse(Buffer.from(after, 'base64url').toString()) as [string, string];
      query.andWhere('(item.issuedKey, item.id) < (:key, :id)', { key, id });
    }
    return { nodes: await query.getMany(), filter };
  }

  @Query(() => NewsItem, { nullable: true })
  newsItem(@Arg('slug', () => String) slug: string): Promise<NewsItem | null> {
    return items.findOneBy({ slug });
  }

  @FieldResolver(() => [Office])
  async issuedBy(@Root() { id }: NewsItem): Promise<Office[]> {
    const links = await dataSource.getRepository(NewsItemOffice).find({
      where: { newsItemId: id },
      relations: { office: true },
      order: { position: 'ASC' },
    });
    return links.map(({ office }) => office);
  }

  @FieldResolver(() => [FieldOfWork])
  async fieldsOfWork(@Root() { id }: NewsItem): Promise<FieldOfWork[]> {
    const links = await dataSource.getRepository(NewsItemFieldOfWork).find({
      where: { newsItemId: id },
      relations: { fieldOfWork: true },
      order: { position: 'ASC' },
    });
    return links.map(({ fieldOfWork }) => fieldOfWork);
  }

  @FieldResolver(() => [Country])
  async countries(@Root() { id }: NewsItem): Promise<Country[]> {
    const links = await dataSource.getRepository(NewsItemCountry).find({
      where: { newsItemId: id },
      relations: { country: true },
      order: { position: 'ASC' },
    });
    return links.map(({ country }) => country);
  }

  @FieldResolver(() => [Project])
  async projects(@Root() { id }: NewsItem): Promise<Project[]> {
    const links = await dataSource.getRepository(NewsItemProject).find({
      where: { newsItemId: id },
      relations: { project: true },
      order: { position: 'ASC' },
    });
    return links.map(({ project }) => project);
  }

  @FieldResolver(() => [Event])
  async events(@Root() { id }: NewsItem): Promise<Event[]> {
    const links = await dataSource.getRepository(NewsItemEvent).find({
      where: { newsItemId: id },
      relations: { event: true },
      order: { position: 'ASC' },
    });
    return links.map(({ event }) => event);
  }

  @FieldResolver(() => [CountryMention])
  countryMentions(@Root() { id }: NewsItem): Promise<CountryMention[]> {
    return dataSource.getRepository(CountryMention).find({
      where: { newsItemId: id },
      order: { field: 'DESC', start: 'ASC', countryId: 'ASC' },
    });
  }
}
