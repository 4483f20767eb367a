"""What a newcomer to GraphiQL asks first."""

GRAPHIQL_QUERY = """\
# Anyone may ask this. Choose above who you are.

query Events {
  events(first: 3) {
    nodes {
      title
      startTime
      organization { name }
      shifts { nodes { title capacity placesTaken } }
    }
  }
}
"""
