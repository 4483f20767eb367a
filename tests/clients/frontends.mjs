// Runs the TypeScript of docs/frontends.md against a gateway, with the libraries that it configures, and prints what each
// client got.
//
// Usage: node frontends.mjs REQUEST, where REQUEST is JSON with the members
//   directory   where the snippets are, one file each, beside a link to these node_modules
//   token       of a person who signs up for the shift
//   operations  the documents of the page by name
//   shiftId, requestId
//   leader, eventId, image   the token of a person who gives the event the image, in base64
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { gql } from "@apollo/client";
import { fetchQuery, requestSubscription } from "relay-runtime";

const { directory, token, operations, shiftId, requestId, leader, eventId, image } = JSON.parse(process.argv[2]);
const load = (name) => import(pathToFileURL(`${directory}/${name}`));
const print = (name, value) => console.log(JSON.stringify([name, value]));
// The first value of a subscription of a client.
const first = (subscribe) => new Promise((resolve, reject) => subscribe({ next: resolve, error: reject }));

const banyan = await load("banyan.ts");
const { follow } = await load("subscriptions.ts");
const { events } = await load("events.ts");
const { client: apollo } = await load("apollo.ts");
const { client: urql } = await load("urql.ts");
const { environment: relay } = await load("relay.ts");

print("anonymous", await banyan.run(operations.Me));
banyan.signIn(token);
print("me", await banyan.run(operations.Me));

const variables = { shiftIds: [shiftId] };
print("apollo", await apollo.query({ query: gql(operations.Me) }));
const live = apollo.subscribe({ query: gql(operations.ShiftPlaces), variables });
print("apollo subscription", await first((sink) => live.subscribe(sink)));

const shown = ({ data, error }) => ({ data, error: error?.message });
print("urql", shown(await urql.query(operations.Me, {}).toPromise()));
const changes = urql.subscription(operations.ShiftPlaces, variables);
print("urql subscription", shown(await new Promise((resolve) => changes.subscribe(resolve))));

// What relay-compiler makes of an operation, for a linear selection.
const field = (name) => ({ kind: "ScalarField", name, alias: null, args: null, storageKey: null });
const linked = (name, concreteType, selections, args = null) => ({
  kind: "LinkedField", name, alias: null, args, concreteType, plural: false, storageKey: null, selections,
});
const artifact = (name, operationKind, text, selections, argumentDefinitions = []) => ({
  kind: "Request",
  fragment: { kind: "Fragment", name, type: "Query", metadata: null, argumentDefinitions, selections },
  operation: { kind: "Operation", name, argumentDefinitions, selections },
  params: { name, operationKind, text, id: null, cacheID: name, metadata: {} },
});
const person = linked("person", "Person", [field("id"), field("displayName")]);
const viewer = linked("viewer", "Viewer", [person]);
const me = artifact("Me", "query", operations.Me, [viewer]);
print("relay", { data: await fetchQuery(relay, me, {}).toPromise() });
const shift = linked("shift", "Shift", [field("id"), field("placesTaken")]);
const places = linked("shiftPlaces", "ShiftPlaces", [shift], [
  { kind: "Variable", name: "shiftIds", variableName: "shiftIds" },
]);
const definitions = [{ kind: "LocalArgument", name: "shiftIds", defaultValue: null }];
const subscription = artifact("ShiftPlaces", "subscription", operations.ShiftPlaces, [places], definitions);
const followed = ({ next, error }) =>
  requestSubscription(relay, { subscription, variables, onNext: (data) => next({ data }), onError: error });
print("relay subscription", await first(followed));

for await (const result of events.iterate({ query: operations.ShiftPlaces, variables })) {
  print("events", result);
  break;
}

// The feed says when to read the list, and then tells of the sign-up.
await new Promise((resolve, reject) => {
  let isFirst = true;
  const onGap = async () => {
    const list = await banyan.run(operations.MyShifts, { now: new Date().toISOString() });
    if (!isFirst) return list.data.viewer.signUps.nodes.forEach(onChange); // the bus was interrupted
    isFirst = false;
    print("list", list);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      print("signed up", await banyan.run(operations.SignUpForShift, { shiftId, requestId }));
    }
  };
  const onChange = (item) => resolve(print("change", item));
  follow(operations.MyShiftChanges, {}, { onGap, onChange }).catch(reject);
});

// An image, and a file that is none.
const { upload } = await load("images.ts");
banyan.signIn(leader);
const file = new Blob([Buffer.from(image, "base64")]);
const receipt = await upload(operations.CreateImageUpload, { id: eventId }, "COVER", file);
print("image", await banyan.run(operations.SetEventCover, { eventId, receipt, alt: "The stage" }));
await upload(operations.CreateImageUpload, { id: eventId }, "COVER", new Blob(["none"])).catch(({ message }) => print("no image", message));

// A gateway that says "later" once.
let asked = 0;
const busy = createServer((_, response) => {
  asked += 1;
  if (asked === 1) response.writeHead(429, { "retry-after": "0.01" });
  response.end("{}");
});
await new Promise((resolve) => busy.listen(0, "127.0.0.1", resolve));
const later = await banyan.banyanFetch(`http://127.0.0.1:${busy.address().port}/`, { method: "POST", body: "{}" });
print("later", [later.status, asked]);
// What was printed leaves first: a pipe takes 64 KiB at a time.
process.stdout.write("", () => process.exit());
