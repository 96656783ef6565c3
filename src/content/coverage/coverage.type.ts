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
  description: 'The type of nodes whose news is counted.',
  valuesConfig: {
    COUNTRY: { description: 'Countries, by the news about them.' },
    OFFICE: {
      description:
        'Offices, by the news they issued. An office that did not exist in the period counts only if it has news in it.',
    },
    FIELD_OF_WORK: { description: 'Fields of work, by their news.' },
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
    WITH_NEWS: { description: 'It has news that is certainly within the period.' },
    WITHOUT_NEWS: { description: 'It has no news in the period.' },
    UNDECIDED: { description: 'It has only news that may be within the period.' },
  },
});

/** The row behind `CoverageEntry`. */
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

  @Field(() => Int, { description: 'Number of its news items that are certainly within the period.' })
  newsItemCount: number;

  @Field(() => Int, {
    description:
      'Number of its news items that may be within the period: those without a date, and those whose date is only ' +
      'the year or month in which the period begins or ends.',
  })
  possibleNewsItemCount: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The date of its latest news item, also outside the period; null if none has a date.',
  })
  latestIssuedOn: string | null;
}

@ObjectType({
  description:
    'Which nodes have news in a period. Each node counts once: `nodeCount` is `withNewsCount` + `withoutNewsCount` ' +
    '+ `undecidedCount`. An item of several nodes counts for each of them.',
})
export class Coverage {
  @Field(() => CoverageBy, { description: 'The type of nodes whose news is counted.' })
  by: CoverageBy;

  @Field(() => DateScalar, { nullable: true, description: 'Start of the period; null if it is open.' })
  since: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'End of the period; null if it is open.' })
  until: string | null;
}
