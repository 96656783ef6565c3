import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Node } from '../../graph/node.type.js';
import { DateScalar } from '../../graph/scalars.js';

export enum CoverageBy {
  COUNTRY = 'COUNTRY',
  OFFICE = 'OFFICE',
  FIELD_OF_WORK = 'FIELD_OF_WORK',
}
registerEnumType(CoverageBy, {
  name: 'CoverageBy',
  description: 'The nodes whose news are counted.',
  valuesConfig: {
    COUNTRY: { description: 'Countries: the news about them.' },
    OFFICE: {
      description:
        'Offices: the news that they issued. One that did not exist in the period counts only if it has news in it.',
    },
    FIELD_OF_WORK: { description: 'Fields of work: the news that belong to them.' },
  },
});

export enum CoverageStatus {
  WITH_NEWS = 'WITH_NEWS',
  WITHOUT_NEWS = 'WITHOUT_NEWS',
  UNDECIDED = 'UNDECIDED',
}
registerEnumType(CoverageStatus, {
  name: 'CoverageStatus',
  description: 'Whether a node has news in a period.',
  valuesConfig: {
    WITH_NEWS: { description: 'It has news that are of the period for sure.' },
    WITHOUT_NEWS: { description: 'It has none.' },
    UNDECIDED: { description: 'It has news only of which it is not known whether they are of the period.' },
  },
});

/** What the resolvers know of one node. */
export interface CoverageEntryRow {
  node: object;
  status: CoverageStatus;
  newsItemCount: number;
  possibleNewsItemCount: number;
  latestIssuedOn: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'The news of one node in a period.' })
export class CoverageEntry {
  @Field(() => Node, { description: 'The country, office or field of work.' })
  node: object;

  @Field(() => CoverageStatus, { description: 'Whether it has news in the period.' })
  status: CoverageStatus;

  @Field(() => Int, { description: 'How many news items it has that are of the period for sure.' })
  newsItemCount: number;

  @Field(() => Int, {
    description:
      'How many news items it has of which it is not known whether they are of the period: those without a date, and ' +
      'those of which only the year or month is known in which the period begins or ends.',
  })
  possibleNewsItemCount: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The date of its latest news item of all times, also outside of the period; null if none is dated.',
  })
  latestIssuedOn: string | null;
}

@ObjectType({
  description:
    'Who has news and who has none in a period. Each node counts once: `nodeCount` is `withNewsCount` and ' +
    '`withoutNewsCount` and `undecidedCount`. An item that is joined to several nodes counts for each of them.',
})
export class Coverage {
  @Field(() => CoverageBy, { description: 'The nodes whose news are counted.' })
  by: CoverageBy;

  @Field(() => DateScalar, { nullable: true, description: 'From when the period is; null if it has no beginning.' })
  since: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Until when the period is; null if it has no end.' })
  until: string | null;
}
