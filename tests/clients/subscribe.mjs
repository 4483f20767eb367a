// Runs one operation over a WebSocket or server-sent events, and prints each result as a line.
//
// Usage: node subscribe.mjs REQUEST, where REQUEST is JSON with the members
//   transport      "ws" or "sse"
//   url            the server's address
//   authorization  sent as a header (sse) or with connection_init (ws), if given
//   query, variables
//   take           unsubscribes after so many results, if given
import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";

const { transport, url, authorization, take, ...operation } = JSON.parse(process.argv[2]);
const credential = authorization ? { authorization } : {};
const client =
  transport === "ws"
    ? createWsClient({ url, connectionParams: credential, retryAttempts: 0 })
    : createSseClient({ url, headers: credential, retryAttempts: 0 });

const print = (value) => console.log(JSON.stringify(value));
try {
  let taken = 0;
  for await (const result of client.iterate(operation)) {
    print(result);
    taken += 1;
    if (taken === take) break;
  }
  print("complete");
} catch (error) {
  // graphql-ws throws the close event or the array of errors, graphql-sse a network error.
  const { code, reason, message, response } = error;
  print({ failed: { code, reason, message, status: response?.status, errors: error[0] && error } });
}
await client.dispose();
