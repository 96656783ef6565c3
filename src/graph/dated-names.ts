/** The names that nodes bear and bore. The present name is a field of its own; old ones still find the node. */
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
  description: 'What a name is among the names of a node.',
  valuesConfig: {
    COMMON: { description: 'The name in common use at present.' },
    OFFICIAL: { description: 'The official or long form.' },
    FORMER: { description: 'A name that was in use before.' },
    ABBREVIATION: { description: 'An abbreviation.' },
    VARIANT: { description: 'Another usual form or spelling.' },
    LOCAL: { description: 'The name in a local language.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A name of a node and the days on which it was in use.' })
export class DatedName {
  @Field(() => String, { description: 'The name.' })
  name: string;

  @Field(() => NameKind, { description: 'What the name is.' })
  kind: `${NameKind}`;

  @Field(() => DateScalar, { nullable: true, description: 'First day of use; null: from the beginning, or not known.' })
  from?: PartialDate;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of use; null: still in use, or not known.' })
  until?: PartialDate;

  @Field(() => String, { nullable: true, description: 'Language as a BCP 47 tag; null for English.' })
  language?: string;
}

/** A row with names. */
export interface Named {
  name: string;
  names: readonly DatedName[];
  /** The day on which the node is looked at, if that is not the present one. */
  asOf?: string;
}

/** The present name and all others, the present one first. */
export const allNames = ({ name, names }: Named): DatedName[] => [{ name, kind: 'COMMON' }, ...names];

/** The name that a node bore on a day: a former name whose time of use may include the day, else the present name. */
export function nameAt({ name, names }: Named, day: string): string {
  const former = names.filter(
    ({ kind, from, until }) => kind === 'FORMER' && (from ?? until) && mayContain(from, until, day),
  );
  // Of two names in use in one year of change, the one that came later is nearer to the present one.
  return former.at(-1)?.name ?? name;
}
