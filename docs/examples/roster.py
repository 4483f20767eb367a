"""Lists the roster of an organization with the key of an app.

    export BANYAN_URL=http://127.0.0.1:8000/graphql
    export BANYAN_KEY=bny_test_...
    python roster.py

It needs Python 3.11 and httpx. The app needs the scope MEMBERS_READ. Each line has a name, the state of the
membership, and the roles, separated by tabs.
"""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

WHO = """
query WhichApp {
  viewer {
    app { id name role scopes organization { id name } }
    scopes
  }
}
"""
PAGE = """
query RosterMirror($organizationId: ID!, $after: String) {
  organization(id: $organizationId) {
    id
    roster(first: 100, after: $after, orderBy: { field: NAME, direction: ASCENDING }) {
      nodes { id displayName membership { id state roles { role } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
MOST_ATTEMPTS = 5
SECONDS_BETWEEN = 2.0


class Banyan:
    """Asks a gateway with the key of an app.

    Args:
        url: The address of the gateway, which ends with /graphql.
        key: The key. It is sent in the header, and belongs neither into addresses nor into logs.
        http: The client.
    """

    def __init__(self, url: str, key: str, http: httpx.Client) -> None:
        self._url = url
        self._http = http
        self._headers = {
            "authorization": f"Bearer {key}",
            "accept": "application/graphql-response+json",
        }

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Returns the data of an operation. What passes by itself is tried again, as late as the gateway asks.

        Raises:
            RuntimeError: The gateway refuses the operation, or stays unavailable.
        """
        body = {"query": query, "variables": variables}
        errors: list[dict[str, Any]] = []
        for _ in range(MOST_ATTEMPTS):
            response = self._http.post(self._url, json=body, headers=self._headers)
            answer = response.json()
            errors = answer.get("errors", [])
            if not errors:
                data: dict[str, Any] = answer["data"]
                return data
            wait = errors[0].get("extensions", {}).get("retryAfter")
            if wait is None:
                break
            time.sleep(max(float(wait), SECONDS_BETWEEN))  # the gateway said how long
        raise RuntimeError(errors[0]["message"])

    def roster(self, organization_id: str) -> Iterator[dict[str, Any]]:
        """Yields the entries of a roster, a page at a time."""
        after = None
        while True:
            data = self.ask(PAGE, organizationId=organization_id, after=after)
            page = data["organization"]["roster"]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]


def main() -> None:
    """Prints the roster of the organization that the key is for."""
    with httpx.Client(timeout=15) as http:
        banyan = Banyan(os.environ["BANYAN_URL"], os.environ["BANYAN_KEY"], http)
        app = banyan.ask(WHO)["viewer"]["app"]
        sys.stderr.write(f"{app['name']} reads the roster of {app['organization']['name']}\n")
        for entry in banyan.roster(app["organization"]["id"]):
            membership = entry["membership"]
            roles = ", ".join(each["role"] for each in membership["roles"])
            sys.stdout.write(f"{entry['displayName']}\t{membership['state']}\t{roles}\n")


if __name__ == "__main__":
    main()
