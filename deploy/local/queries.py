"""What a newcomer asks first: as a demo person in a terminal, as anyone in GraphiQL."""

FIRST_PERSON = "lin"
FIRST_QUERY = (
    "{ viewer { person { displayName } "
    "memberships { nodes { organization { name } roles { role } } } } }"
)
GRAPHIQL_QUERY = """\
# Anyone may ask this. To act as one of the demo people, paste under "Headers":
#   {"authorization": "Bearer <a token that make run printed>"}

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
