// Shows screens with Apollo's cache, does what people do on them, and prints what the cache shows then beside what the
// gateway says.
//
// Usage: node apollo.mjs REQUEST, where REQUEST is JSON with the members
//   url, token
//   steps       each with `screens` and `mutation`, which have a `document` and `variables`, and with `forgets`: after the
//               mutation, `lists` of `owner` are forgotten, and what the screens show is what they have read since
//   lists       the path of lists.ts of docs/frontends.md
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";

const PATIENCE = 10_000; // milliseconds
const { url, token, steps, lists } = JSON.parse(process.argv[2]);
const { forget } = await import(pathToFileURL(lists));
const headers = { authorization: `Bearer ${token}` };
const cache = new InMemoryCache({ typePolicies: { Viewer: { keyFields: [] } } });
const client = new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache });
const asked = ({ document, variables }) => ({ query: gql(document), variables });
const now = async (screen) => (await client.query({ ...asked(screen), fetchPolicy: "no-cache" })).data;

// What an open page shows as soon as that is what the gateway says, or at last.
async function readAgain(page, screen) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(20)) {
    const { data, loading } = page.getCurrentResult();
    if (!loading && isDeepStrictEqual(data, await now(screen))) break;
  }
  return page.getCurrentResult().data;
}

for (const { screens, mutation, forgets } of steps) {
  const [before, shown, fresh, open] = [[], [], [], []];
  for (const screen of screens) {
    before.push((await client.query({ ...asked(screen), fetchPolicy: "network-only" })).data);
    const page = client.watchQuery(asked(screen));
    open.push({ page, subscription: page.subscribe({}) });
  }
  const update = (cache) => forgets.forEach(({ owner, lists }) => forget(cache, owner, ...lists));
  const { data } = await client.mutate({ mutation: gql(mutation.document), variables: mutation.variables, update });
  for (const [index, screen] of screens.entries()) {
    const { page, subscription } = open[index];
    shown.push(forgets.length ? await readAgain(page, screen) : client.readQuery(asked(screen)));
    fresh.push(await now(screen));
    subscription.unsubscribe();
  }
  console.log(JSON.stringify({ payload: data, before, shown, fresh }));
}
