/** Current and former names of nodes. The current name is a separate field; former names still find the node. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { mayContain, type PartialDate } from './partial-date.js';
import { DateScalar } from './scalars.js';

export enum NameKind {
  COMMON = 'COMMON',
  OFFICIAL = 'OFFICIAL',
  FORMER = 'FORMER',
  ABBREVIATION = 'ABBREVIATION',
  VARIANT = 'VARIANT',
  LOCAL = 'LOCAL',
}
registerEnumType(NameKind, {
  name: 'NameKind',
  description: 'The kind of a name.',
  valuesConfig: {
    COMMON: { description: 'The name in common use today.' },
    OFFICIAL: { description: 'The official or long form.' },
    FORMER: { description: 'A former name.' },
    ABBREVIATION: { description: 'An abbreviation.' },
    VARIANT: { description: 'Another common form or spelling.' },
    LOCAL: { description: 'The name in a local language.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A name of a node and its period of use.' })
export class DatedName {
  @Field(() => String, { description: 'The name.' })
  name: string;

  @Field(() => NameKind, { description: 'The kind of name.' })
  kind: `${NameKind}`;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of use; null if in use from the beginning, or if unknown.',
  })
  from?: PartialDate;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of use; null if still in use, or if unknown.' })
  until?: PartialDate;

  @Field(() => String, { nullable: true, description: 'Language as a BCP 47 tag; null for English.' })
  language?: string;
}

/** A row with names. */
export interface Named {
  name: string;
  names: readonly DatedName[];
  /** The day for which the node is read; absent for today. */
  asOf?: string;
}

/** All names, the current one first. */
export const allNames = ({ name, names }: Named): DatedName[] => [{ name, kind: 'COMMON' }, ...names];

/** The name of a node on a day: a former name whose period of use may include the day, else the current name. */
export function nameAt({ name, names }: Named, day: string): string {
  const former = names.filter(
    ({ kind, from, until }) => kind === 'FORMER' && (from ?? until) && mayContain(from, until, day),
  );
  // If two names were in use in the year of a change, the later one wins.
  return former.at(-1)?.name ?? name;
}
