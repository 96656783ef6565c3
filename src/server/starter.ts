/** The initial query of the explorer pages: it shows what the graph contains. */
export const starterQuery = `# From the latest news to its issuing offices,
# their host countries, and what the text is about.
query LatestNews {
  newsItems(first: 5) {
    totalCount
    nodes {
      title
      issuedOn
      issuedBy {
        name
        kind
        hostCountry {
          name
        }
      }
      countries {
        name
        isoCode
      }
      fieldsOfWork {
        name
      }
    }
  }
}
`;
