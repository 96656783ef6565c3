export const schema = `
  type Query {
    newsItems(first: Int = 20, after: String, filter: NewsFilter): NewsItemConnection!
    newsItem(slug: String!): NewsItem
    country(isoCode: String!): Country
  }
  input NewsFilter {
    issuedSince: String
    fieldOfWork: String
    countries: [String!]
  }
  type NewsItemConnection {
    nodes: [NewsItem!]!
    totalCount: Int!
  }
  type NewsItem @key(fields: "id") {
    id: ID!
    slug: String!
    title: String!
    lead: String
    body: String
    issuedOn: String
    kind: String!
    sourceUrl: String
    issuedBy: [Office!]!
    fieldsOfWork: [FieldOfWork!]!
    countries: [Country!]!
    projects: [Project!]!
    events: [Event!]!
    countryMentions: [CountryMention!]!
  }
  type Office {
    id: ID!
    slug: String!
    name: String!
    status: String!
    city: String
    hostCountry: Country
  }
  type FieldOfWork {
    id: ID!
    slug: String!
    name: String!
    dimension: String!
  }
  type Country {
    id: ID!
    slug: String!
    name: String!
    isoCode: String!
    capital: String!
    fieldOperations: [Office!]!
    newsItems(first: Int = 20): NewsItemConnection!
  }
  type Project {
    id: ID!
    name: String!
  }
  type Event {
    id: ID!
    title: String!
    startsOn: String
    city: String
    country: Country
  }
  type CountryMention {
    field: String!
    start: Int!
    end: Int!
    quote: String!
    rule: String!
    confidence: Float!
    country: Country!
  }
`;
