/** Converts answers of PostGraphile, which include link tables, to the format of the product's answers. */
import type { Data } from './query';

/** PostGraphile's fields for the links of a news item, and the product's fields that they correspond to. */
const links: Record<string, [field: string, far: string]> = {
  newsItemOfficesList: ['issuedBy', 'office'],
  newsItemFieldOfWorksList: ['fieldsOfWork', 'fieldOfWork'],
  newsItemCountriesList: ['countries', 'country'],
  newsItemProjectsList: ['projects', 'project'],
  newsItemEventsList: ['events', 'event'],
};

export function newsItem(item: Data): Data {
  return Object.fromEntries(
    Object.entries(item as object).map(([field, value]: [string, Data]) => {
      const [name, far] = links[field] ?? [field];
      return [name, far ? value.map((link: Data) => link[far]) : value];
    }),
  );
}

export const connection = ({ nodes, ...rest }: Data): Data => ({ ...rest, nodes: nodes.map(newsItem) });

const byPosition = 'List(orderBy: [POSITION_ASC])';
export const fields = {
  issuedBy: (selection: string) => `newsItemOffices${byPosition} { office { ${selection} } }`,
  fieldsOfWork: (selection: string) => `newsItemFieldOfWorks${byPosition} { fieldOfWork { ${selection} } }`,
  countries: (selection: string) => `newsItemCountries${byPosition} { country { ${selection} } }`,
  projects: (selection: string) => `newsItemProjects${byPosition} { project { ${selection} } }`,
  events: (selection: string) => `newsItemEvents${byPosition} { event { ${selection} } }`,
};
export const latestFirst = 'orderBy: [ISSUED_KEY_DESC, ROW_ID_DESC]';
