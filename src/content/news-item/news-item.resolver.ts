import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { rowsOf } from '../../graph/catalogue.js';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { isIdOf } from '../../graph/node-id.js';
import { selectedFields } from '../../graph/pages/selection.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Event } from '../event/event.entity.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { Office, type OfficeRow } from '../office/office.type.js';
import { Project } from '../project/project.entity.js';
import { NewsItem, type NewsItemRow } from './news-item.entity.js';
import { newsItemList, NewsItemPages } from './news-item.list.js';
import { ListSize } from '../../graph/cost.js';
import { maximalEntries, maximalReferenceNodes } from '../../graph/nouns/bounds.js';

@Resolver(() => NewsItem)
export class NewsItemResolver {
  @Query(() => NewsItem, {
    nullable: true,
    description: 'One news item by exactly one of its keys; null if not found.',
  })
  newsItem(
    @Args(() => SlugLookup) { id, slug }: SlugLookup,
    @Ctx() { loaders }: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const [key, value] = exactlyOne({ id, slug });
    if (key === 'slug') return loaders.newsItemBySlug(value, selectedFields(info));
    return isIdOf('NewsItem', value) ? loaders.newsItemById(value, selectedFields(info)) : undefined;
  }

  @ListSize({ usual: 3, most: maximalEntries })
  @FieldResolver(() => [Office], { description: 'The issuing offices, in the order of the page.' })
  issuedBy(@Root() { officeIds }: NewsItem, @Ctx() { catalogue }: GraphContext): OfficeRow[] {
    return rowsOf(officeIds, catalogue.officeById);
  }

  @ListSize({ usual: 6, most: maximalEntries })
  @FieldResolver(() => [FieldOfWork], { description: 'Its fields of work, in the order of the page.' })
  fieldsOfWork(@Root() { fieldOfWorkIds }: NewsItem, @Ctx() { catalogue }: GraphContext): FieldOfWork[] {
    return rowsOf(fieldOfWorkIds, catalogue.fieldOfWorkById);
  }

  @ListSize({ usual: 8, most: maximalReferenceNodes })
  @FieldResolver(() => [Country], {
    description:
      'The countries it is about: those that its text mentions explicitly, in the order of the text, then the hosts ' +
      'of the field operations that issued it. `countryMentions` has the evidence.',
  })
  countries(@Root() { countryIds }: NewsItem, @Ctx() { catalogue }: GraphContext): CountryRow[] {
    return rowsOf(countryIds, catalogue.countryById);
  }

  @ListSize({ usual: 2, most: maximalEntries })
  @FieldResolver(() => [Project], { description: 'The projects it reports on.' })
  projects(@Root() { id, projectRows }: NewsItemRow, @Ctx() context: GraphContext) {
    if (!projectRows) return this.loadProjects(id, context);
    context.dependencies.nodes(projectRows.map((project) => project.id));
    return projectRows;
  }

  private async loadProjects(id: string, { loaders }: GraphContext): Promise<Project[]> {
    const ids = await loaders.projectIdsByNewsItemId.load(id);
    const projects = await Promise.all(ids.map((projectId) => loaders.projectById.load(projectId)));
    return projects.filter((project) => project !== undefined);
  }

  @ListSize({ usual: 2, most: maximalEntries })
  @FieldResolver(() => [Event], { description: 'The events it reports on.' })
  events(@Root() { id, eventRows }: NewsItemRow, @Ctx() context: GraphContext) {
    if (!eventRows) return this.loadEvents(id, context);
    context.dependencies.nodes(eventRows.map((event) => event.id));
    return eventRows;
  }

  private async loadEvents(id: string, { loaders }: GraphContext): Promise<Event[]> {
    const ids = await loaders.eventIdsByNewsItemId.load(id);
    const events = await Promise.all(ids.map((eventId) => loaders.eventById.load(eventId)));
    return events.filter((event) => event !== undefined);
  }
}

export const NewsItemQuery = connectionQuery('newsItems', newsItemList, NewsItemPages, 'News items, the latest first.');
