import { fieldColumns } from '../../graph/entity-columns.js';
import { edge } from '../../graph/edges.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, extendFilter, fullText, related } from '../../graph/where/declare.js';
import { Project } from './project.entity.js';

const [supportedBy, projectsSupportedBy] = edge({
  table: 'project_supporter',
  ends: [
    { kind: 'Project', column: 'project_id', field: 'supportedBy', many: true, says: 'is supported by' },
    { kind: 'Country', column: 'country_id', field: 'supportedProjects', many: true, says: 'supports the project' },
  ],
});
export { projectsSupportedBy };

declareFilter('Project', {
  ...columnFilters(Project),
  search: fullText('By name.'),
  supportedBy: related('By the countries that support it.', supportedBy),
});
extendFilter('Country', { supportedProjects: related('By the projects it supports.', projectsSupportedBy) });

export const projectList: ListDeclaration<Project> = {
  kind: 'Project',
  table: 'project',
  columns: fieldColumns(Project, { name: ['name', 'names'], names: ['name', 'names'] }),
  orders: columnOrders(Project),
  defaultOrder: [{ field: 'NAME', direction: OrderDirection.ASC }],
};

export const ProjectPages = connectionTypes(() => Project, projectList);
