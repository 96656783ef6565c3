/** Q2, Q3 and Q6: one item with all its edges, a country, and entities as a gateway queries them. */
import type { Facts } from './facts';
import * as postgraphile from './postgraphile-answers';
import type { BenchQuery, Data } from './query';

const own = 'title lead body issuedOn kind sourceUrl';
const ofOffice = 'name status city hostCountry { name }';
const ofField = 'name dimension';
const ofCountry = 'name isoCode capital';
const ofEvent = 'title startsOn city country { name }';
const ofMention = 'quote rule confidence country { name }';

const { issuedBy, fieldsOfWork, countries, projects, events } = postgraphile.fields;

export const oneItem = ({ slugs }: Facts): BenchQuery => {
  const document = `query ($slug: String!) { newsItem(slug: $slug) { ${own} issuedBy { ${ofOffice} }
    fieldsOfWork { ${ofField} } countries { ${ofCountry} } projects { name } events { ${ofEvent} }
    countryMentions { field start end ${ofMention} } } }`;
  return {
    name: 'Q2',
    title: 'one news item with its text and all its edges',
    inputs: slugs.map((slug) => ({ slug })),
    wordings: {
      graph: { document, variables: ({ slug }) => ({ slug }) },
      plain: { document, variables: ({ slug }) => ({ slug }) },
      postgraphile: {
        document: `query ($slug: String!) { newsItem: newsItemBySlug(slug: $slug) { ${own} ${issuedBy(ofOffice)}
          ${fieldsOfWork(ofField)} ${countries(ofCountry)} ${projects('name')} ${events(ofEvent)}
          countryMentions: countryMentionsList(orderBy: [FIELD_DESC, START_OFFSET_ASC, COUNTRY_ID_ASC]) {
            field start: startOffset end: endOffset ${ofMention} } } }`,
        variables: ({ slug }) => ({ slug }),
        answer: ({ newsItem }: Data): Data => ({ newsItem: postgraphile.newsItem(newsItem) }),
      },
    },
  };
};

export const oneCountry = ({ isoCodes }: Facts): BenchQuery => {
  const document = `query ($isoCode: String!) { country(isoCode: $isoCode) { name capital
    fieldOperations { name status city } newsItems(first: 20) { nodes { title issuedOn issuedBy { name } } } } }`;
  return {
    name: 'Q3',
    title: 'a country with its latest 20 news and its field operations',
    inputs: isoCodes.map((isoCode) => ({ isoCode })),
    wordings: {
      graph: { document, variables: ({ isoCode }) => ({ isoCode }) },
      plain: { document, variables: ({ isoCode }) => ({ isoCode }) },
      postgraphile: {
        document: `query ($isoCode: String!) { country: countryByIsoCode(isoCode: $isoCode) { name capital
          fieldOperations: officesByHostCountryIdList(condition: { type: "FieldOperation" }, orderBy: [POSITION_ASC]) {
            name status city }
          links: newsItemCountriesList(first: 20, orderBy: [ISSUED_KEY_DESC, NEWS_ITEM_ID_DESC]) {
            newsItem { title issuedOn ${issuedBy('name')} } } } }`,
        variables: ({ isoCode }) => ({ isoCode }),
        answer: ({ country: { links, ...country } }: Data): Data => ({
          country: {
            ...country,
            newsItems: { nodes: links.map(({ newsItem }: Data) => postgraphile.newsItem(newsItem)) },
          },
        }),
      },
    },
  };
};

export const entities = ({ idLists }: Facts): BenchQuery => {
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on NewsItem { title issuedOn issuedBy { name } countries { name isoCode } } } }`;
  const representations = (ids: readonly string[]) => ids.map((id) => ({ __typename: 'NewsItem', id }));
  return {
    name: 'Q6',
    title: '100 entities for a federation gateway',
    inputs: idLists.map((ids) => ({ ids })),
    wordings: {
      graph: { document, variables: ({ ids }) => ({ representations: representations(ids!) }) },
      plain: { document, variables: ({ ids }) => ({ representations: representations(ids!) }) },
    },
  };
};
