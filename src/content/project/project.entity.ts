import { Directive, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../graph/node.type.js';
import { NamedNode } from '../../graph/nouns/named-node.js';
import { rowShapeOf } from '../../graph/entity-columns.js';
import { linkedIdsOf, type RowShape } from '../../graph/pages/columns.js';
import { declareNoun } from '../../graph/nouns/declare.js';
import { many, named, required, type RecordOf } from '../../graph/nouns/record-fields.js';
import ownRecords from './project.data.json';

/** A row of `project`, which is also the GraphQL type. */
@Entity('project')
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A project of the organisation, such as E-VIDENCE.',
})
export class Project extends NamedNode {}

/** A project read within a row of another noun. */
export type ProjectRow = Project & {
  /** Read with the row if the query selects it. */
  supporterIds?: readonly string[];
};

export const projectShape: RowShape = rowShapeOf(Project, {
  supporterIds: linkedIdsOf({ link: 'project_supporter', near: 'project_id', far: 'country_id' }),
});

/** A row of `project_supporter`: the country supports the project. */
@Entity('project_supporter')
export class ProjectSupporterEntity {
  @PrimaryColumn('uuid')
  projectId: string;

  @PrimaryColumn('uuid')
  countryId: string;

  @Column('smallint')
  position: number;
}

/** `supportedBy`: the countries that support it. */
const record = { ...named, supportedBy: required(many('Country', ProjectSupporterEntity)) };
declareNoun({
  kind: 'Project',
  idPrefix: '06',
  entity: Project,
  plural: 'projects',
  record,
  search: { description: 'Projects, by name.' },
  ownRecords,
});

declare module '../../graph/nouns/kind.js' {
  interface Nouns {
    Project: RecordOf<'Project', typeof record>;
  }
}
