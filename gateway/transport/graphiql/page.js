// Starts GraphiQL on the page that gateway.transport.graphiql serves. Who asks is chosen above it, and kept until the
// browser's tab is closed. Subscriptions go over a WebSocket, with the same token in its connection_init.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import "graphiql/style.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { panelOf } from "./operations.js";
import "./page.css";

// The editor checks what is typed in threads of its own; build.mjs makes their scripts, beside this one.
const WORKERS = { graphql: "graphql.js", json: "json.js" };
globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(new URL(WORKERS[label] ?? "editor.js", import.meta.url), { type: "module" }),
};

const root = document.getElementById("graphiql");
const { query, operations, personas } = JSON.parse(root.dataset.shown);
const endpoint = new URL("/graphql", location.href);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";
const TOKEN = "banyan-token";
const PERSONA = "banyan-persona";

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// A persona's token is the one that the page has now: an older one may have expired.
const stored = sessionStorage.getItem(PERSONA);
if (stored in personas) sessionStorage.setItem(TOKEN, personas[stored]);
const token = make("input", {
  id: "token",
  type: "password",
  autocomplete: "off",
  placeholder: "access token; none: what is public",
  value: sessionStorage.getItem(TOKEN) ?? "",
  oninput: () => signIn(token.value, ""),
});
const choices = [make("option", { value: "" }, "nobody, or by token")];
for (const name of Object.keys(personas)) choices.push(make("option", { value: name }, name));
const persona = make("select", { id: "persona", onchange: () => signIn(personas[persona.value] ?? "", persona.value) }, ...choices);
persona.value = stored in personas ? stored : "";

function signIn(given, name) {
  sessionStorage.setItem(TOKEN, given.trim().replace(/^Bearer /i, ""));
  sessionStorage.setItem(PERSONA, name);
  token.value = sessionStorage.getItem(TOKEN);
  persona.value = name;
}

const bar = make("header", {}, make("label", { htmlFor: "token" }, "Signed in as"));
if (choices.length > 1) bar.append(persona);
bar.append(token);
root.before(bar);

// One fetcher for each person, because a WebSocket belongs to the one who opened it.
const fetchers = new Map();
function fetcher(parameters, options) {
  const given = sessionStorage.getItem(TOKEN) ?? "";
  if (!fetchers.has(given)) {
    const headers = given ? { authorization: `Bearer ${given}` } : {};
    const settings = { url: endpoint.href, subscriptionUrl: socket.href, headers, wsConnectionParams: headers };
    fetchers.set(given, createGraphiQLFetcher(settings));
  }
  return fetchers.get(given)(parameters, options);
}

// An invitation link leads here with its token, and so does a link to claim a record.
const LINKS = {
  "": `mutation AcceptInvitation($token: String!) {
  acceptInvitation(input: { token: $token }) {
    membership { state organization { name } }
    errors { message }
  }
}`,
  "?claim": `mutation ClaimPerson($token: String!) {
  claimPerson(input: { token: $token }) {
    personEntry { state person { displayName } organization { name } }
    errors { message }
  }
}`,
};
const followed = location.hash.slice(1) && {
  initialQuery: LINKS[location.search],
  initialVariables: JSON.stringify({ token: decodeURIComponent(location.hash.slice(1)) }, null, 2),
};

const panel = panelOf(operations);

createRoot(root).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: query,
    plugins: operations.length ? [panel, HISTORY_PLUGIN] : [HISTORY_PLUGIN],
    ...(operations.length && !followed ? { visiblePlugin: panel } : {}),
    ...(followed || {}),
    defaultEditorToolsVisibility: "variables",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
