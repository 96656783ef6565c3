import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { Node, typeOf } from '../../graph/node.type.js';
import { DateScalar } from '../../graph/scalars.js';
import type { CountryEntity } from './country.entity.js';

/** A country in the catalogue. `asOf` is set below the organisation of an earlier day. */
export type CountryRow = Omit<CountryEntity, 'position'> & { asOf?: string };

export enum PartnershipGroup {
  ASIAN = 'ASIAN',
  MEDITERRANEAN = 'MEDITERRANEAN',
}
registerEnumType(PartnershipGroup, {
  name: 'PartnershipGroup',
  description: 'The two groups of Partners for Co-operation.',
  valuesConfig: {
    ASIAN: { description: 'The Asian Partners for Co-operation.' },
    MEDITERRANEAN: { description: 'The Mediterranean Partners for Co-operation.' },
  },
});

@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@Directive('@key(fields: "isoCode")')
@InterfaceType({
  implements: Node,
  description: 'A State of the graph: a participating State of the OSCE or a Partner for Co-operation.',
  resolveType: (row: CountryRow) => typeOf(row),
})
export abstract class Country extends Node {
  @Field(() => String, { description: 'Stable readable key, such as `kazakhstan`. Lookups also accept former slugs.' })
  slug: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code, such as `KZ`.' })
  isoCode: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-3 code, such as `KAZ`.' })
  isoCode3: string;

  @Field(() => String, { description: 'The current capital.' })
  capital: string;

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed about these facts.' })
  note: string | null;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@Directive('@key(fields: "isoCode")')
@ObjectType({
  implements: Country,
  simpleResolvers: true,
  description: 'One of the 57 participating States of the OSCE, which have equal status.',
})
export class ParticipatingState extends Country {
  @Field(() => DateScalar, { nullable: true, description: 'The day on which it became a participating State.' })
  joinedOn: string | null;

  @Field(() => PartnershipGroup, {
    nullable: true,
    description: 'Its group as a Partner for Co-operation before it joined; null if it was not one.',
  })
  formerPartnership: PartnershipGroup | null;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@Directive('@key(fields: "isoCode")')
@ObjectType({
  implements: Country,
  simpleResolvers: true,
  description: 'A State that co-operates with the OSCE without taking part in its decisions.',
})
export class PartnerForCooperation extends Country {
  @Field(() => PartnershipGroup, { description: 'The group it belongs to.' })
  partnership: PartnershipGroup;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it became a Partner.' })
  partnerSince: string | null;
}
