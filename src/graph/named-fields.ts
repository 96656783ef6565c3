import { Arg, Directive, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { allNames, DatedName, nameAt, type Named } from './dated-names.js';
import { firstDay } from './partial-date.js';
import { DateScalar } from './scalars.js';

/** Makes the resolver of `name` and `names` of a type whose names are dated. */
export function namedFields(type: () => unknown): ClassType {
  @Resolver(type as () => ClassType)
  class NamedFields {
    @FieldResolver(() => String, {
      description:
        'The name, in English: the present one, or that of a day. Of a node that is reached from the organisation of ' +
        'an earlier day, the name of that day unless `asOf` says another.',
    })
    name(
      @Root() row: Named,
      @Arg('asOf', () => DateScalar, {
        nullable: true,
        description: 'The day whose name is asked; of a month or year, its first day.',
      })
      asOf?: string | null,
    ): string {
      const day = asOf ? firstDay(asOf) : row.asOf;
      return day ? nameAt(row, day) : row.name;
    }

    @Directive('@listSize(assumedSize: 12)')
    @FieldResolver(() => [DatedName], {
      description: 'All names, the present one first: official and former names, abbreviations and variants.',
    })
    names(@Root() row: Named): DatedName[] {
      return allNames(row);
    }
  }
  return NamedFields;
}
