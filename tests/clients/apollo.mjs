// Shows screens with the Apollo Client of docs/frontends.md, does what people do, and prints what its cache shows then beside
// what the gateway says.
//
// Usage: node apollo.mjs REQUEST, where REQUEST is JSON with the members
//   directory   where the snippets of docs/frontends.md are, beside a link to these node_modules
//   token       of the person who looks at the screens
//   steps       each with `screens`, which have a `document` and `variables`, and with
//     mutation  what that person does, also a document and variables
//     forgets   after the mutation, `lists` of `owner` are forgotten, and what the screens show is what they have read since
//   or with
//     live      a subscription that is followed meanwhile, and `lists`, the names of the queries that are read again
//     others    what other people do meanwhile, each with a `token`, a document and variables
//   or with
//     pages     variables of further pages, which are added one after another to the only screen
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { pathToFileURL } from "node:url";
import { gql } from "@apollo/client";

const PATIENCE = 10_000; // milliseconds
const { directory, token, steps } = JSON.parse(process.argv[2]);
const load = (name) => import(pathToFileURL(`${directory}/${name}`));
const banyan = await load("banyan.ts");
const { client } = await load("apollo.ts");
const { forget } = await load("lists.ts");
const { live } = await load("live.ts");
banyan.signIn(token);

const asked = ({ document, variables }) => ({ query: gql(document), variables });
const now = async (screen) => (await client.query({ ...asked(screen), fetchPolicy: "no-cache" })).data;
const print = (found) => console.log(JSON.stringify(found));

// What an open page shows as soon as that is another thing than before and what the gateway says, or at last.
async function readAgain(page, screen, before) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(50)) {
    const { data, loading } = page.getCurrentResult();
    if (!loading && !isDeepStrictEqual(data, before) && isDeepStrictEqual(data, await now(screen))) break;
  }
  return page.getCurrentResult().data;
}

async function look(screen) {
  const { data } = await client.query({ ...asked(screen), fetchPolicy: "network-only" });
  const page = client.watchQuery(asked(screen));
  return { screen, before: data, page, subscription: page.subscribe({}) };
}

async function act({ mutation, forgets }, open) {
  const update = (cache) => forgets.forEach(({ owner, lists }) => forget(cache, owner, ...lists));
  const { data } = await client.mutate({ mutation: gql(mutation.document), variables: mutation.variables, update });
  const [shown, fresh] = [[], []];
  for (const { page, screen, before } of open) {
    shown.push(forgets.length ? await readAgain(page, screen, before) : client.readQuery(asked(screen)));
    fresh.push(await now(screen));
  }
  print({ payload: data, before: open.map(({ before }) => before), shown, fresh });
}

async function watch({ live: followed, lists, others }, open) {
  const end = followed ? live(gql(followed.document), followed.variables, lists) : () => {};
  let before = open.map((each) => each.before);
  for (const { token, document, variables } of others) {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify({ query: document, variables });
    const answer = await fetch(banyan.url, { method: "POST", headers, body });
    const { data: payload } = await answer.json();
    const [shown, fresh] = [[], []];
    for (const [index, { page, screen }] of open.entries()) {
      shown.push(followed ? await readAgain(page, screen, before[index]) : client.readQuery(asked(screen)));
      fresh.push(await now(screen));
    }
    print({ payload, before, shown, fresh });
    before = shown;
  }
  end();
}

async function turn({ pages }, [{ screen, before, page }]) {
  for (const variables of pages) await page.fetchMore({ variables });
  print({ payload: null, before: [before], shown: [client.readQuery(asked(screen))], fresh: [] });
}

for (const step of steps) {
  const open = [];
  for (const screen of step.screens) open.push(await look(screen));
  await (step.pages ? turn : step.others ? watch : act)(step, open);
  open.forEach(({ subscription }) => subscription.unsubscribe());
}
// What was printed leaves first: a pipe takes 64 KiB at a time.
process.stdout.write("", () => process.exit());
