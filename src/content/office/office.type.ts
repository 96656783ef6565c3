import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { Node, typeOf } from '../../graph/node.type.js';
import { DateScalar } from '../../graph/scalars.js';
import type { OfficeEntity } from './office.entity.js';

/** An office in the catalogue. `asOf` is set below the organisation of an earlier day. */
export type OfficeRow = Omit<OfficeEntity, 'position'> & { predecessorIds: string[]; asOf?: string };

/** The values are the GraphQL type names stored in the rows. */
export enum OfficeKind {
  SECRETARIAT_DEPARTMENT = 'SecretariatDepartment',
  INSTITUTION = 'Institution',
  FIELD_OPERATION = 'FieldOperation',
  ORGANIZATION_BODY = 'OrganizationBody',
}
registerEnumType(OfficeKind, {
  name: 'OfficeKind',
  description: 'The kinds of office; each is a separate type.',
  valuesConfig: {
    SECRETARIAT_DEPARTMENT: { description: 'A department of the Secretariat.' },
    INSTITUTION: { description: 'An autonomous institution: ODIHR, HCNM or RFoM.' },
    FIELD_OPERATION: { description: 'A mission, presence, centre or office in the field.' },
    ORGANIZATION_BODY: {
      description: 'A body of the organisation, such as the Permanent Council or the Secretariat itself.',
    },
  },
});

export enum OfficeStatus {
  ACTIVE = 'ACTIVE',
  CLOSED = 'CLOSED',
  TRANSFORMED = 'TRANSFORMED',
}
registerEnumType(OfficeStatus, {
  name: 'OfficeStatus',
  description: 'Current status of an office.',
  valuesConfig: {
    ACTIVE: { description: 'The office is active.' },
    CLOSED: { description: 'The office has closed.' },
    TRANSFORMED: { description: 'The office became another office; see `successors`.' },
  },
});

@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@InterfaceType({
  implements: Node,
  description: 'An issuer of news: a department, institution, field operation or body of the OSCE.',
  resolveType: (row: OfficeRow) => typeOf(row),
})
export abstract class Office extends Node {
  @Field(() => String, {
    description: 'Stable readable key, such as `mission-to-moldova`. Lookups also accept former slugs.',
  })
  slug: string;

  @Field(() => String, { nullable: true, description: 'The usual abbreviation, such as `ODIHR`.' })
  shortName: string | null;

  @Field(() => OfficeStatus, { description: 'The current status.' })
  status: OfficeStatus;

  @Field(() => DateScalar, { nullable: true, description: 'The first day of its mandate.' })
  establishedOn: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day; null if it is active, or if the day is unknown.',
  })
  closedOn: string | null;

  @Field(() => String, { nullable: true, description: 'The city of its seat.' })
  city: string | null;

  @Field(() => String, { nullable: true, description: 'What is uncertain or disputed about these facts.' })
  note: string | null;
}

const key = (type: object) => {
  Directive('@key(fields: "id")')(type as never);
  Directive('@key(fields: "slug")')(type as never);
};

@ObjectType({ implements: Office, simpleResolvers: true, description: 'A department of the Secretariat.' })
export class SecretariatDepartment extends Office {}

@ObjectType({
  implements: Office,
  simpleResolvers: true,
  description:
    'An autonomous institution of the OSCE: ODIHR, the High Commissioner on National Minorities, or the Representative on Freedom of the Media.',
})
export class Institution extends Office {}

@ObjectType({
  implements: Office,
  simpleResolvers: true,
  description:
    'A field operation, active or closed: a mission, presence, centre, programme office or project co-ordinator.',
})
export class FieldOperation extends Office {}

@ObjectType({
  implements: Office,
  simpleResolvers: true,
  description:
    'A body of the organisation: the Secretariat itself, the Chairpersonship, councils, the Parliamentary Assembly.',
})
export class OrganizationBody extends Office {}

[SecretariatDepartment, Institution, FieldOperation, OrganizationBody].forEach(key);

@ObjectType({ simpleResolvers: true, description: 'Whether an office was active on a date.' })
export class OfficeActivity {
  @Field(() => Boolean, { description: 'Whether it was active, or may have been: see `isCertain`.' })
  isOpen: boolean;

  @Field(() => Boolean, {
    description:
      'Whether the answer holds for every day of the date. False if the date, or a known start or end, is a year or ' +
      'month in which it changed, or if the start or end is unknown.',
  })
  isCertain: boolean;
}
