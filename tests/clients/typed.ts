// Uses the typed client of gateway/clients/typescript as a frontend would, and prints what it got.
//
// Usage: node typed.ts REQUEST, where REQUEST is JSON with the members of `request` in tests/gateway/test_typed_client.py
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import {
  Banyan,
  BanyanError,
  AcceptMembershipsDocument,
  InviteDocument,
  MeDocument,
  MyShiftChangesDocument,
  MyShiftsDocument,
  ShiftPlacesDocument,
  SignUpForShiftDocument,
  mayPass,
  problemOf,
  unwrap,
} from "../../gateway/clients/typescript/dist/index.js";

const request = JSON.parse(process.argv[2] ?? "") as Record<string, string>;
const { url, token, shiftId, unknownId, organizationId, leaderToken, membershipId, unknownMembershipId } = request;
const print = (name: string, value: unknown) => console.log(JSON.stringify([name, value]));

// A way to the gateway that can be cut.
const ways = new Set<Socket>();
const gateway = new URL(url!);
const cut = createServer((incoming) => {
  const outgoing = connect(Number(gateway.port), gateway.hostname);
  for (const [from, to] of [[incoming, outgoing], [outgoing, incoming]] as const) {
    ways.add(from);
    from.pipe(to).on("error", () => from.destroy());
    from.on("error", () => to.destroy()).on("close", () => to.destroy());
  }
});
await new Promise<void>((resolve) => cut.listen(0, "127.0.0.1", resolve));
const through = new URL(url!);
through.port = String((cut.address() as AddressInfo).port);

const anonymous = new Banyan({ url: url! });
print("anonymous", await anonymous.query(MeDocument, {}));

let asked = 0;
const banyan = new Banyan({ url: through.href, token: () => ((asked += 1), token), byHash: true });
const me = await banyan.query(MeDocument, {});
print("me", [me.data?.viewer?.person?.displayName, me.problems.length]);
print("by hash", (await banyan.query(MeDocument, {})).data?.viewer?.person?.displayName);
print("asked for the token", asked > 0);

const refused = await banyan.mutate(SignUpForShiftDocument, { shiftId: unknownId! });
if (refused.ok) throw new Error("an unknown shift has no places");
print("refused", [refused.problems[0].code, mayPass(refused.problems[0]), problemOf(refused, "title") ?? null]);
try {
  unwrap(refused);
} catch (error) {
  print("unwrapped", error instanceof BanyanError && error.message === refused.problems[0].message);
}
const form = await banyan.mutate(InviteDocument, { organizationId: organizationId!, maximumUses: 5000 });
const [tooMany, fine] = ["maximumUses", "note"].map((field) => problemOf(form, field));
print("form", [tooMany?.reason, tooMany?.params, fine ?? null]);
// Of several, one is refused and the other is done.
const leader = new Banyan({ url: url!, token: () => leaderToken! });
const partly = await leader.mutate(AcceptMembershipsDocument, { membershipIds: [unknownMembershipId!, membershipId!] });
const states = partly.value?.memberships?.map((each) => each?.state ?? null);
print("partly", [partly.ok, partly.ok || partly.problems[0].code, states]);
const nowhere = new Banyan({ url: "http://127.0.0.1:1/graphql" });
nowhere.query(MeDocument, {}).catch((error: unknown) => print("nowhere", (error as Error).name));

// A feed: after each gap the list is read again, and a sign-up of the meantime is in it.
const ended = new AbortController();
let gaps = 0;
await banyan.follow(MyShiftChangesDocument, {}, {
  signal: ended.signal,
  onGap: async () => {
    gaps += 1;
    const list = await banyan.query(MyShiftsDocument, { now: new Date().toISOString() });
    const states = list.data?.viewer?.signUps?.nodes.map(({ state }) => state) ?? [];
    if (gaps === 1) {
      print("first list", states);
      ways.forEach((way) => way.destroy());
      const signUp = unwrap(await banyan.mutate(SignUpForShiftDocument, { shiftId: shiftId! })).signUp;
      print("signed up", signUp?.state);
    } else if (states.length) {
      print("list after the gap", states);
      ended.abort();
    }
  },
  onChange: (signUp) => print("change", signUp.state),
});
print("ended", true);

// Resources by id: their present state comes first.
for await (const { shiftPlaces } of anonymous.subscribe(ShiftPlacesDocument, { shiftIds: [shiftId!] })) {
  print("places", shiftPlaces.shift.placesTaken);
  break;
}
try {
  for await (const message of anonymous.subscribe(ShiftPlacesDocument, { shiftIds: [unknownId!] })) print("message", message);
} catch (error) {
  print("subscription refused", error instanceof BanyanError && error.problems[0].code);
}

/** Not run: what the types must refuse. */
export async function wrong(): Promise<void> {
  // @ts-expect-error: there is no such variable
  await banyan.query(MeDocument, { id: "x" });
  // @ts-expect-error: a shift is needed
  await banyan.mutate(SignUpForShiftDocument, {});
  // @ts-expect-error: a query is no mutation
  await banyan.mutate(MeDocument, {});
  // @ts-expect-error: there is no such field
  (await banyan.query(MeDocument, {})).data?.viewer?.nothing;
  // @ts-expect-error: there may be no value
  (await banyan.mutate(SignUpForShiftDocument, { shiftId: "x" })).value.signUp;
}
await Promise.all([banyan.close(), anonymous.close(), leader.close()]);
process.exit();
