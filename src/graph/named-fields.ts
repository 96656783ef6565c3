import { Arg, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { allNames, DatedName, nameAt, type Named } from './dated-names.js';
import { firstDay } from './partial-date.js';
import { DateScalar } from './scalars.js';
import { ListSize } from './cost.js';
import { maximalEntries } from './nouns/bounds.js';

/** Creates the resolver of `name` and `names` for a type with dated names. */
export function namedFields(type: () => unknown): ClassType {
  @Resolver(type as () => ClassType)
  class NamedFields {
    @FieldResolver(() => String, {
      description:
        'The name in English: the current one, or the one on the day `asOf`. Below an `organization` of an earlier ' +
        'day, `asOf` defaults to that day.',
    })
    name(
      @Root() row: Named,
      @Arg('asOf', () => DateScalar, {
        nullable: true,
        description: 'The day on which the name was in use; for a month or year, its first day.',
      })
      asOf?: string | null,
    ): string {
      const day = asOf ? firstDay(asOf) : row.asOf;
      return day ? nameAt(row, day) : row.name;
    }

    @ListSize({ usual: 12, most: maximalEntries + 1 })
    @FieldResolver(() => [DatedName], {
      description: 'All names, the current one first: official and former names, abbreviations and variants.',
    })
    names(@Root() row: Named): DatedName[] {
      return allNames(row);
    }
  }
  return NamedFields;
}
