/** The query with which the explorer pages open: it shows what the graph is. */
export const starterQuery = `# The OSCE content graph: from the latest news to the offices that issued it,
# the countries in which they work, and what the text speaks of.
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
